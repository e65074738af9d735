// The map of an entry: nothing of it is loaded before the button is pressed.
const zone = document.getElementById("mini");

function feuille(adresse) {
  const lien = document.createElement("link");
  lien.rel = "stylesheet"; lien.href = adresse;
  document.head.append(lien);
}

function script(adresse) {
  return new Promise((fini, rate) => {
    const balise = document.createElement("script");
    balise.src = adresse; balise.onload = fini; balise.onerror = rate;
    document.head.append(balise);
  });
}

function dessiner(plan) {
  const lieux = [...plan.querySelectorAll("data")].map((e) => ({ ou: e.value.split(",").map(Number), commune: e.dataset.commune, nom: e.textContent }));
  plan.textContent = "";
  const { creer, repere, zone: cercle, tuiles, texte } = window.FondDeCarte;
  const carte = creer(plan), titre = document.querySelector("h1").textContent;
  carte.fitBounds(lieux.map((lieu) => lieu.ou), { animate: false, padding: [40, 40], maxZoom: 12 });
  for (const lieu of lieux) {
    const dit = lieu.commune ? plan.dataset.zone.replace("{lieu}", lieu.commune) : lieu.nom;
    const libelle = [titre, dit].filter(Boolean).join(", ");
    if (lieu.commune) cercle(lieu.ou).addTo(carte);
    repere(lieu.ou, lieu.commune
      ? { classe: "repere repere--cadre repere--zone", taille: null, dit: lieu.commune, libelle }
      : { classe: "repere repere--pin", taille: [36, 48], ancre: [18, 46], pin: true, libelle })
      .bindPopup(() => texte("p", libelle, "bulle__nom"), { maxWidth: 240 }).addTo(carte);
  }
  const bouton = zone.querySelector("[data-tuiles]");
  if (bouton) tuiles(carte, plan, bouton);
  plan.focus({ preventScroll: true });
}

function equiper(bouton) {
  const cadre = document.getElementById("mini-carte"), etat = document.getElementById("mini-etat");
  let prete = null;
  zone.hidden = false;
  bouton.addEventListener("click", async () => {
    const montrer = cadre.hidden;
    cadre.hidden = !montrer;
    etat.textContent = "";
    bouton.setAttribute("aria-expanded", String(montrer));
    if (!montrer || prete) return;
    prete = true;
    zone.dataset.style.split(" ").forEach(feuille);
    try {
      for (const adresse of zone.dataset.scripts.split(" ")) await script(adresse);
      dessiner(document.getElementById("plan"));
    } catch (erreur) {
      prete = null; cadre.hidden = true;
      etat.textContent = etat.dataset.panne;
      bouton.setAttribute("aria-expanded", "false");
    }
  });
}

if (zone) equiper(document.getElementById("mini-bouton"));
