// « Itinéraire » in the visitor's own application: a phone is first asked for the one that it has, the
// address on the web follows when nothing opened. Elsewhere, and without this module, the link is
// that of the web. data-aller: "lat,lon", or a written address.
const ATTENTE = 1500; // ms; an application takes the screen well before
const { userAgent: appareil, maxTouchPoints: doigts } = navigator;
const POSITION = /^-?[\d.]+,-?[\d.]+$/;

function adresse(ou) {
  const dit = encodeURIComponent(ou);
  if (/Android/.test(appareil)) return `geo:${POSITION.test(ou) ? ou : "0,0"}?q=${dit}`;
  // An iPad says that it is a Mac, which no finger touches.
  if (/iPhone|iPad|iPod/.test(appareil) || (/Macintosh/.test(appareil) && doigts > 1)) return `maps:?daddr=${dit}`;
  return "";
}

function suivre(lien, application) {
  const web = lien.href;
  const minuterie = setTimeout(() => { finir(); location.assign(web); }, ATTENTE);
  function finir() {
    clearTimeout(minuterie);
    lien.href = web;
    document.removeEventListener("visibilitychange", finir);
    removeEventListener("blur", finir); removeEventListener("pagehide", finir);
  }
  // Something opened: the page is left, or covered.
  document.addEventListener("visibilitychange", finir);
  addEventListener("blur", finir); addEventListener("pagehide", finir);
  lien.href = application;
}

document.addEventListener("click", (e) => {
  const lien = e.target.closest("a[data-aller]");
  if (!lien || e.button || e.ctrlKey || e.metaKey || e.shiftKey || !/^https?:/.test(lien.href)) return;
  const application = adresse(lien.dataset.aller);
  if (application) suivre(lien, application);
});
