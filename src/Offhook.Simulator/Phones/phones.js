// Makes the page of two phones live. Without it the forms and links do the same, only slower.

const actions = { answer: "can_answer", decline: "can_decline", "hang-up": "can_hang_up" };
const $ = (id) => document.getElementById(id);
const sections = [...document.querySelectorAll(".phone")];

let chosen = new URLSearchParams(location.search).get("call");
let view = null;
let drift = 0;

const connection = $("connection");
connection.hidden = false;
document.querySelector(".connection a").hidden = true;
say("Connecting");

const events = new EventSource("/phones/events");
events.addEventListener("message", (event) => {
  view = JSON.parse(event.data);
  drift = view.now - Date.now();
  say("Live", "live");
  show();
});
events.addEventListener("error", () => say("Connection lost, trying again"));
setInterval(tick, 250);

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  const section = event.target.closest(".phone");
  if (!section || !button?.dataset.action) {
    return;
  }

  event.preventDefault();
  const call = encodeURIComponent($("call").dataset.call);
  try {
    const answer = await fetch(`/control/calls/${call}/${section.dataset.side}/${button.dataset.action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    });
    notice(answer.ok ? null : (await answer.json()).detail);
  } catch {
    notice("The simulator did not answer. Is it still running?");
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#calls a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }

  event.preventDefault();
  chosen = new URL(link.href).searchParams.get("call");
  history.replaceState(null, "", link.href);
  notice(null);
  show();
  [...document.querySelectorAll("#calls a")].find((other) => other.getAttribute("aria-current"))?.focus();
});

// A chosen call stays until it is over and another one lives; then the newest live call takes its place.
function current() {
  const picked = view.calls.find((call) => call.id === chosen);
  return picked && (picked.live || !view.calls.some((call) => call.live)) ? picked : view.calls[0];
}

function show() {
  const call = current();
  if (call && $("call").dataset.call !== call.id) {
    notice(null);
  }

  $("call").dataset.call = call?.id ?? "";
  text($("call-title"), call?.title ?? "No call yet");
  text($("call-says"), call?.says ?? "");
  $("call-says").hidden = !call;
  $("hint").hidden = Boolean(call?.live);
  for (const section of sections) {
    showPhone(section, call, call?.[section.dataset.side]);
  }

  showCalls(call);
  tick();
}

function showPhone(section, call, phone) {
  section.dataset.state = phone?.state ?? "idle";
  text(section.querySelector("[data-number]"), phone?.number || "–");
  text(section.querySelector("[data-says]"), phone?.says ?? "Idle");
  section.querySelector("form").action = `/phones/${encodeURIComponent(call?.id ?? "")}/${section.dataset.side}`;

  const buttons = [...section.querySelectorAll("button")];
  const held = buttons.includes(document.activeElement);
  for (const button of buttons) {
    button.disabled = !phone?.[actions[button.dataset.action]];
  }

  // A button that was used up must not take the keyboard's place on the page with it.
  if (held && document.activeElement?.disabled !== false) {
    buttons.find((button) => !button.disabled)?.focus();
  }
}

function showCalls(shown) {
  $("others").hidden = view.calls.length < 2;
  const items = view.calls.map((call) => {
    const [item, link, title, says] = ["li", "a", "span", "span"].map((name) => document.createElement(name));
    link.href = `/phones?call=${encodeURIComponent(call.id)}`;
    if (call === shown) {
      link.setAttribute("aria-current", "true");
    }

    title.textContent = call.title;
    says.textContent = call.says;
    says.className = call.live ? "badge live" : "badge";
    link.append(title, " ", says);
    item.append(link);
    return item;
  });

  const list = $("calls");
  const focused = list.contains(document.activeElement) ? document.activeElement.href : null;
  if (items.map((item) => item.outerHTML).join() !== [...list.children].map((item) => item.outerHTML).join()) {
    list.replaceChildren(...items);
    [...list.querySelectorAll("a")].find((link) => link.href === focused)?.focus();
  }
}

function tick() {
  if (!view) {
    return;
  }

  const call = current();
  for (const section of sections) {
    const since = call?.[section.dataset.side]?.since;
    const seconds = Math.max(0, Math.floor((Date.now() + drift - since) / 1000));
    text(section.querySelector("[data-clock]"), since ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : "");
  }
}

function say(words, state = "lost") {
  connection.dataset.connection = state;
  text(connection, words);
}

function notice(words) {
  $("notice").hidden = !words;
  text($("notice"), words ?? "");
}

// Only what differs is written: a live region would read the same words out again.
function text(element, words) {
  if (element.textContent !== words) {
    element.textContent = words;
  }
}
