// Turns <input data-suggestions="URL"> into an ARIA 1.2 combobox with a list popup.
// Without this module the input stays a plain field and the form works the same.
// URL?q=… answers {"suggestions": [{"libelle", "detail", "valeur", "adresse"}]}. Choosing one that has an
// `adresse` goes there (Enter or a click; Tab only leaves). Any other fills the field with `libelle`; with data-valeur="name", `valeur` goes to a hidden input of that name, emptied as soon as
// one types. Syntax kept to what Safari 12 and Chrome 80 read.
const DELAI = 150; // ms without a key before asking
const MINIMUM = 2; // letters
let compteur = 0;

export function equiper(racine) {
  racine.querySelectorAll("input[data-suggestions]:not([role=combobox])").forEach(combobox);
}

function combobox(input) {
  const id = input.id || `combo-${++compteur}`;
  const textes = document.documentElement.lang.startsWith("en")
    ? { liste: "Suggestions", aucune: "No suggestion", une: "1 suggestion", n: " suggestions" }
    : { liste: "Suggestions", aucune: "Aucune suggestion", une: "1 suggestion", n: " suggestions" };
  const liste = document.createElement("ul");
  const statut = document.createElement("span");
  const cachee = input.dataset.valeur ? champCache(input) : null;
  let options = [], active = -1, minuteur = 0, requete = null, demandee = "";

  liste.className = "combo__liste"; liste.id = `${id}-liste`; liste.hidden = true;
  poser(liste, { role: "listbox", "aria-label": textes.liste });
  statut.className = "hors-ecran"; statut.setAttribute("role", "status");
  input.parentElement.classList.add("combo");
  input.after(liste, statut);
  poser(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": liste.id, autocomplete: "off" });

  function fermer() {
    clearTimeout(minuteur);
    if (requete) requete.abort();
    requete = null; active = -1; liste.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function viser(rang) {
    active = (rang + options.length) % options.length;
    Array.from(liste.children).forEach((li, i) => li.setAttribute("aria-selected", String(i === active)));
    const li = liste.children[active];
    if (li.offsetTop < liste.scrollTop) liste.scrollTop = li.offsetTop;
    else if (li.offsetTop + li.offsetHeight > liste.scrollTop + liste.clientHeight) liste.scrollTop = li.offsetTop + li.offsetHeight - liste.clientHeight;
    input.setAttribute("aria-activedescendant", li.id);
  }

  function choisir(rang) {
    const choix = options[rang];
    if (choix.adresse) { fermer(); location.assign(choix.adresse); return; }
    input.value = choix.libelle;
    if (cachee) cachee.value = choix.valeur === undefined ? choix.libelle : choix.valeur;
    fermer();
    statut.textContent = "";
    input.dispatchEvent(new CustomEvent("suggestion:choisie", { bubbles: true, detail: choix }));
  }

  function montrer(suggestions) {
    options = suggestions; active = -1;
    input.removeAttribute("aria-activedescendant");
    liste.textContent = "";
    options.forEach((choix, i) => {
      const li = document.createElement("li"), mot = document.createElement("span");
      li.id = `${liste.id}-${i}`;
      poser(li, { role: "option", "aria-selected": "false" });
      mot.textContent = choix.libelle;
      li.append(mot);
      if (choix.detail) {
        const detail = document.createElement("span");
        detail.className = "compte"; detail.textContent = choix.detail;
        li.append(" ", detail);
      }
      liste.append(li);
    });
    liste.hidden = !options.length;
    input.setAttribute("aria-expanded", String(options.length > 0));
    statut.textContent = options.length > 1 ? options.length + textes.n : options.length ? textes.une : textes.aucune;
  }

  function chercher() {
    const texte = input.value.trim();
    if (texte.length < MINIMUM) { fermer(); statut.textContent = ""; return; }
    if (requete) requete.abort();
    requete = new AbortController(); demandee = texte;
    const url = new URL(input.dataset.suggestions, location.href);
    url.searchParams.set("q", texte);
    fetch(url, { signal: requete.signal, headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then((r) => (r.ok ? r.json() : { suggestions: [] }))
      .then((r) => { if (demandee === input.value.trim() && document.activeElement === input) montrer(r.suggestions); })
      .catch(() => {}); // suggestions are a help: without them one goes on typing
  }

  input.addEventListener("input", () => {
    if (cachee) cachee.value = "";
    clearTimeout(minuteur);
    minuteur = setTimeout(chercher, DELAI);
  });
  input.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    if (liste.hidden) {
      if (e.key === "ArrowDown" && input.value.trim().length >= MINIMUM) { e.preventDefault(); chercher(); }
      return;
    }
    if (e.key === "ArrowDown") { e.preventDefault(); viser(active + 1); }
    else if (e.key === "ArrowUp") { e.preventDefault(); viser(active < 0 ? options.length - 1 : active - 1); }
    else if (e.key === "Enter" && active >= 0) { e.preventDefault(); choisir(active); }
    else if (e.key === "Tab" && active >= 0 && !options[active].adresse) choisir(active); // and the focus goes on its way
    else if (e.key === "Enter") fermer(); // the form is sent: nothing may hang over its answer
    else if (e.key === "Escape") { e.preventDefault(); fermer(); }
  });
  // mousedown, not click: it comes before the field loses the focus
  liste.addEventListener("mousedown", (e) => {
    e.preventDefault();
    const li = e.target.closest("[role=option]");
    if (li) choisir(Array.from(liste.children).indexOf(li));
  });
  input.addEventListener("blur", fermer);
}

function champCache(input) {
  const portee = input.form || document;
  let champ = portee.querySelector(`input[type=hidden][name="${input.dataset.valeur}"]`);
  if (!champ) {
    champ = document.createElement("input");
    champ.type = "hidden"; champ.name = input.dataset.valeur;
    input.after(champ);
  }
  return champ;
}

function poser(element, attributs) {
  Object.keys(attributs).forEach((nom) => element.setAttribute(nom, attributs[nom]));
}

equiper(document);
document.addEventListener("htmx:load", (e) => equiper(e.target));
