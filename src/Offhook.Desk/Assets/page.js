// What every part of the page's module needs.

export const $ = id => document.getElementById(id);

const skew = Number(document.body.dataset.now) - Date.now();

/** Milliseconds by the server's clock. */
export const now = () => Date.now() + skew;

/** The reader's own phone in E.164, once it is known. */
export const own = () => $("dial").dataset.own || null;

/** The element that a fragment of the server holds. */
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

export const isSignedOut = response => response.status === 401 || response.redirected;
