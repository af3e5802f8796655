// Calls in their places: what needs eyes, then what is open with one's own first, then what is over.

import { $, now, own } from "./page.js";

const mostOver = 100;

const isOver = row => Boolean(row.dataset.settled);
const isLate = row => !isOver(row) && now() > Number(row.dataset.deadline);
const needsEyes = row => row.dataset.status === "unconfirmed" || isLate(row);
const rank = row => isOver(row) ? 0 : (needsEyes(row) ? 2 : 0) + (row.classList.contains("own") ? 1 : 0);
const comesBefore = (a, b) => rank(a) !== rank(b) ? rank(a) > rank(b)
  : a.dataset.at !== b.dataset.at ? Number(a.dataset.at) > Number(b.dataset.at)
  : a.id > b.id;

function dress(row) {
  row.classList.toggle("own", own() !== null && row.dataset.agent === own());
  row.classList.toggle("late", isLate(row));
  tick(row);
  return row;
}

function put(row) {
  const list = isOver(row) ? $("over") : $("open");
  const after = [...list.children].find(other => other !== row && comesBefore(row, other)) ?? null;
  if (row.parentElement !== list || row.nextElementSibling !== after) {
    list.insertBefore(row, after);
  }
  list.closest("section").hidden = false;
}

export function tidy() {
  const over = $("over");
  while (over.children.length > mostOver) {
    over.lastElementChild.remove();
  }
  for (const list of [$("open"), over]) {
    list.closest("section").hidden = list.children.length === 0;
  }
  $("calls").querySelector(".empty").hidden = $("open").children.length + over.children.length > 0;
}

const visibleText = element => element.innerText.replace(/\s+/g, " ").trim();

/** Replaces a call only by a newer state of it. */
export function show(row, arrived) {
  const known = $(row.id);
  if (known && Number(known.dataset.version) >= Number(row.dataset.version)) {
    return;
  }
  const hadFocus = known?.contains(document.activeElement);
  known?.remove();
  dress(row);
  put(row);
  row.classList.add(arrived);
  row.addEventListener("animationend", event => event.target === row && row.classList.remove(arrived));
  if (hadFocus) {
    $("calls").focus();
  }
  announce(row);
  retire(row);
}

export function showAll(lists) {
  const fresh = [...lists.querySelectorAll("li.call")];
  const kept = new Set(fresh.map(row => row.id));
  for (const row of document.querySelectorAll("li.call")) {
    if (!kept.has(row.id)) {
      row.remove();
    }
  }
  fresh.forEach(row => show(row, "glow"));
}

function announce(row) {
  if (own() === null || row.classList.contains("own") || !row.dataset.agent) {
    $("announcement").textContent = `${visibleText(row.querySelector(".customer"))}: ${visibleText(row.querySelector(".says"))}`;
  }
}

// "Placed" above the lists is no longer true when the list says how it ended.
function retire(row) {
  const outcome = $("outcome");
  if (isOver(row) && !("problem" in outcome.dataset) && outcome.textContent.startsWith(visibleText(row.querySelector(".customer")))) {
    outcome.hidden = true;
  }
}

function tick(row) {
  const clock = row.querySelector(".clock[data-since]");
  if (clock) {
    const seconds = Math.max(0, Math.floor((now() - Number(clock.dataset.since)) / 1000));
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    clock.hidden = false;
  }
}

export function tickAll() {
  for (const row of $("open").children) {
    tick(row);
    if (isLate(row) && !row.classList.contains("late")) {
      put(dress(row));
    }
  }
}

/** Sorts anew what depends on who reads. */
export function dressAll() {
  [...$("open").children, ...$("over").children].forEach(row => put(dress(row)));
}
