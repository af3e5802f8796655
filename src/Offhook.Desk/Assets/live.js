// The connection: reads what changes, says how things stand, and comes back by itself.

import { $, isSignedOut, now, parse } from "./page.js";
import { events } from "./events.js";
import { show, showAll, tidy } from "./rows.js";

const silence = 40_000; // The server gives a sign of life every 15 s.
const bannerAfter = 5_000;
const zone = { timeZone: "Asia/Kolkata", hour: "2-digit", minute: "2-digit", hour12: false };

let position = document.body.dataset.position;
let offlineSince = null;
let banner = 0;
let tries = 0;
let connection = null;
let retry = 0;

function say(state, text) {
  $("connection").dataset.state = state;
  $("connection-says").textContent = text;
  $("reload").hidden = true;
}

function online() {
  clearTimeout(banner);
  [offlineSince, banner, tries] = [null, 0, 0];
  $("banner").hidden = true;
  say("live", "live");
}

function offline() {
  offlineSince ??= new Date(now());
  const since = offlineSince.toLocaleTimeString("en-GB", zone);
  say("offline", `offline since ${since}`);
  banner ||= setTimeout(() => {
    $("banner").textContent = `No connection since ${since}. What you see may be old; it is brought up to date by itself.`;
    $("banner").hidden = false;
  }, bannerAfter);
}

function handle(event, isCurrent) {
  if (event.name === "call") {
    show(parse(event.data), isCurrent ? "new" : "glow");
    tidy();
  } else if (event.name === "gone") {
    $(event.data)?.remove();
    tidy();
  } else if (event.name === "snapshot") {
    showAll(parse(event.data));
    tidy();
  } else if (event.name === "current") {
    online();
  }
  position = event.id ?? position;
}

export async function connect() {
  clearTimeout(retry);
  connection?.abort();
  const mine = connection = new AbortController();
  let watch = 0;
  const alive = () => {
    clearTimeout(watch);
    watch = setTimeout(() => mine.abort(), silence);
  };
  try {
    alive();
    const response = await fetch("/desk/live", { headers: { Accept: "text/event-stream", "Last-Event-ID": position }, signal: mine.signal, cache: "no-store" });
    if (isSignedOut(response)) {
      say("offline", "signed out");
      $("reload").hidden = false;
      return;
    }
    if (!response.ok) {
      throw new Error(`the live stream answered ${response.status}`);
    }
    if (offlineSince) {
      say("catching-up", "catching up");
    }
    let isCurrent = false;
    for await (const event of events(response.body, alive)) {
      isCurrent ||= event.name === "current";
      handle(event, isCurrent);
    }
  } catch {
    // Every end of the stream is treated alike below.
  } finally {
    clearTimeout(watch);
  }
  if (mine === connection) {
    offline();
    retry = setTimeout(connect, Math.min(10_000, 250 * 2 ** tries++) * (0.5 + Math.random() / 2));
  }
}

/** For the browser's own word that the network is gone. */
export const disconnect = () => connection?.abort();
