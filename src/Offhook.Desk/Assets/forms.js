// The forms: numbers grouped while they are typed, sent without leaving the page.

import { $, isSignedOut, parse } from "./page.js";
import { dressAll } from "./rows.js";

/** Groups an Indian number while it is typed; everything else is left as it is. */
export function group(input) {
  const digits = input.value.replaceAll(" ", "");
  if (!/^[1-9]\d{0,9}$/.test(digits)) {
    return;
  }
  const grouped = digits.length > 5 ? `${digits.slice(0, 5)} ${digits.slice(5)}` : digits;
  if (grouped !== input.value) {
    const before = input.value.slice(0, input.selectionStart).replaceAll(" ", "").length;
    input.value = grouped;
    const caret = before > 5 ? before + 1 : before;
    input.setSelectionRange(caret, caret);
  }
}

// What was typed while the answer was on its way is the next call, and stays.
function keepTyping(form, sent, answer) {
  answer.querySelector("details").open ||= $("dial").querySelector("details").open;
  for (const input of form.querySelectorAll("input:not([type=hidden])")) {
    if (input.value !== sent.get(input.name)) {
      answer.querySelector("#" + input.id).value = input.value;
    }
  }
}

/** Sends a form; its answer is the forms as they now stand. */
export async function send(form) {
  const button = form.querySelector("button");
  if (button.disabled) {
    return;
  }
  const fields = new URLSearchParams(new FormData(form));
  button.disabled = true;
  try {
    const response = await fetch(form.action, { method: "POST", headers: { "X-Desk": "fragment" }, body: fields });
    if (isSignedOut(response)) {
      tell("You are signed out, so nothing was dialled. Reload the page.");
      return;
    }
    if (!response.ok) {
      throw new Error(`the desk answered ${response.status}`);
    }
    const answer = parse(await response.text());
    keepTyping(form, fields, answer);
    $("dial").replaceWith(answer);
    dressAll();
    const next = $("dial").querySelector("[aria-invalid]") ?? $(form.id).querySelector("input[type=tel]");
    next.focus();
    next.setSelectionRange(next.value.length, next.value.length);
    const outcome = $("outcome");
    $("announcement").textContent = outcome.hidden ? "" : outcome.textContent;
  } catch {
    // The key in the form makes a second try harmless, so the form stays as it is.
    tell("The desk did not answer, so it is not known whether a phone rings. Press the button again: it will ring only once.");
  } finally {
    button.disabled = false;
  }
}

function tell(problem) {
  const outcome = $("outcome");
  outcome.setAttribute("role", "alert");
  outcome.textContent = problem;
  outcome.dataset.problem = "";
  outcome.hidden = false;
}
