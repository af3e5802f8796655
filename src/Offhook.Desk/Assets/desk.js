// Makes the desk's page live. Everything on the page works without it, only not by itself.

import { $ } from "./page.js";
import { group, send } from "./forms.js";
import { connect, disconnect } from "./live.js";
import { tickAll } from "./rows.js";

document.addEventListener("submit", event => {
  if (event.target.matches("form[data-fragment]")) {
    event.preventDefault();
    send(event.target);
  }
});
document.addEventListener("input", event => event.target.matches("[data-number]") && group(event.target));
document.addEventListener("keydown", event => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.matches("input, textarea, select")) {
    event.preventDefault();
    $("customer").focus();
    $("customer").select();
  }
});
addEventListener("offline", disconnect);
addEventListener("online", connect);
addEventListener("pageshow", event => event.persisted && connect());
document.querySelectorAll("[data-number]").forEach(group);
setInterval(tickAll, 1000);
tickAll();
connect();
