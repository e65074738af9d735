/* The guide with a script: definitions beside the words, films in place, a button to print.
   Without one, words lead to the end of the page and films to where they are kept. */

const LARGEUR = 320; // px, of a definition beside its word

function bulle(lien) {
  const fiche = document.querySelector(lien.hash);
  if (!fiche) return null;
  const boite = document.createElement("span");
  boite.className = "bulle";
  boite.popover = "auto";
  boite.tabIndex = -1;
  const terme = document.createElement("b");
  terme.textContent = fiche.querySelector("dfn").textContent;
  const texte = fiche.querySelector("dd").cloneNode(true);
  texte.querySelector(".mots__retour")?.remove();
  boite.append(terme, ...texte.childNodes);
  lien.after(boite);
  return boite;
}

function placer(boite, lien) {
  const place = lien.getBoundingClientRect();
  const large = Math.min(LARGEUR, innerWidth - 32);
  boite.style.inlineSize = `${large}px`;
  boite.style.left = `${Math.max(16, Math.min(place.left, innerWidth - large - 16))}px`;
  const dessous = place.bottom + 8;
  const tient = dessous + boite.offsetHeight < innerHeight;
  boite.style.top = `${tient ? dessous : Math.max(8, place.top - boite.offsetHeight - 8)}px`;
}

function definir(evenement) {
  const lien = evenement.target.closest("a.mot");
  if (!lien || evenement.ctrlKey || evenement.metaKey || evenement.shiftKey) return;
  const boite = (lien.boite ??= bulle(lien));
  if (!boite) return;
  evenement.preventDefault();
  boite.showPopover();
  placer(boite, lien);
  boite.focus({ preventScroll: true });
}

function projeter(evenement) {
  const cadre = evenement.target.closest("[data-video]");
  if (!cadre || !evenement.target.closest("a")) return;
  evenement.preventDefault();
  const lecteur = document.createElement("iframe");
  lecteur.src = cadre.dataset.video;
  lecteur.title = cadre.dataset.titre;
  lecteur.allow = "fullscreen";
  lecteur.referrerPolicy = "strict-origin";
  cadre.replaceChildren(lecteur);
  lecteur.focus();
}

if ("popover" in HTMLElement.prototype) document.addEventListener("click", definir);
document.addEventListener("click", projeter);
for (const outil of document.querySelectorAll("[data-imprimer]")) {
  outil.hidden = false;
  outil.querySelector("button").addEventListener("click", () => print());
}
