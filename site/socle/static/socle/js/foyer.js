// Keeps the keyboard focus when htmx replaces a part of the page. htmx gives it back to an element of
// the same id; when that element is gone (a removed chip), the focus goes to [data-foyer] of the new
// part, or to its first title, instead of falling back to the top of the page.
let dedans = null;

document.addEventListener("htmx:beforeSwap", (e) => {
  const cible = e.detail.target;
  dedans = cible.contains(document.activeElement) ? document.activeElement.id || "?" : null;
});
document.addEventListener("htmx:afterSettle", (e) => {
  if (dedans === null) return;
  const id = dedans;
  dedans = null;
  if (document.activeElement && document.activeElement !== document.body) return;
  const partie = e.detail.target.isConnected ? e.detail.target : document.getElementById(e.detail.target.id) || document.body;
  const suivant = document.getElementById(id) || partie.querySelector("[data-foyer]") || partie.querySelector("h1, h2");
  if (!suivant) return;
  if (suivant.tabIndex < 0 && !suivant.hasAttribute("tabindex")) suivant.setAttribute("tabindex", "-1");
  suivant.focus();
});
