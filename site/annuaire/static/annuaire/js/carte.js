// The map beside the list. The numbered markers are those of the list, read from the page; the other
// results come from data-points, as points or, when there are many, as clusters. The list leads: it
// is drawn anew by htmx, and the map follows; « Rechercher dans cette zone » asks the list.
(function () {
  var section = document.getElementById("carte"), plan = document.getElementById("plan");
  if (!section || !window.L || !window.FondDeCarte) return;
  var F = window.FondDeCarte, ici = plan.dataset;
  var dessin = document.getElementById("carte-dessin"), etat = document.getElementById("carte-etat");
  var chercher = document.getElementById("carte-chercher"), bascule = document.getElementById("bascule");
  var resultats = document.getElementById("resultats");
  var ATTENTE = 200, NOMS_MAX = 8, PRES = 5;
  var carte = null, reperes = null, autres = null, minuterie = null, enCours = null, dits = null, mentions = "";
  var tenir = false; // the list is that of the view: it does not move

  function liste() { return document.getElementById("liste-corps"); }
  function degres(bornes) { return bornes.split(",").map(Number); }
  function cle(lat, lon) { return lat.toFixed(PRES) + "," + lon.toFixed(PRES); }

  // ---------------------------------------------------------------- what the list shows
  function listes() {
    return Array.prototype.map.call(liste().querySelectorAll("[data-repere]"), function (e) {
      var position = degres(e.dataset.position), lien = e.querySelector("h3 a");
      return {
        carte: e, numero: e.dataset.repere, lat: position[0], lon: position[1], commune: e.dataset.commune || "",
        ref: e.id.replace("acteur-", ""), nom: lien.textContent, adresse: lien.getAttribute("href"),
        teinte: (e.className.match(/teinte-[a-z]+/) || [""])[0]
      };
    });
  }

  // Places at one position are one marker: {lat, lon, commune, lieux: […]}, those of the list first.
  function grouper(lieux) {
    var groupes = {}, ordre = [];
    lieux.forEach(function (lieu) {
      var k = cle(lieu.lat, lieu.lon);
      if (!groupes[k]) { groupes[k] = { lat: lieu.lat, lon: lieu.lon, commune: lieu.commune, lieux: [] }; ordre.push(groupes[k]); }
      if (!lieu.commune) groupes[k].commune = "";
      groupes[k].lieux.push(lieu);
    });
    return ordre;
  }

  function numeros(groupe) {
    return groupe.lieux.filter(function (lieu) { return lieu.numero; }).map(function (lieu) { return lieu.numero; });
  }

  // ---------------------------------------------------------------- drawing
  function dessiner() {
    var montres = listes(), deja = {};
    montres.forEach(function (lieu) { deja[lieu.ref + cle(lieu.lat, lieu.lon)] = true; });
    var ailleurs = (dits ? dits.points : []).map(function (point) {
      var domaine = dits.domaines[point[4]];
      return { lat: point[0], lon: point[1], ref: point[2], nom: point[3], adresse: ici.fiche.replace("REF", point[2]), teinte: domaine ? "teinte-" + domaine[1] : "", commune: point[5] < 0 ? "" : dits.communes[point[5]] };
    }).filter(function (lieu) { return !deja[lieu.ref + cle(lieu.lat, lieu.lon)]; });
    var groupes = grouper(montres.concat(ailleurs));
    poser(reperes, groupes.filter(function (g) { return numeros(g).length; }), placer, true);
    poser(autres, groupes.filter(function (g) { return !numeros(g).length; }).concat(amas(montres)), function (g) { return g.n ? placerAmas(g) : placer(g); }, false);
    if (montres.length && window.performance && performance.mark) performance.mark("premier-repere");
  }

  // Puts what is new and takes away what is gone: a popup and the focus stay where they are. Those of
  // the list are all drawn anew when one changes, so that Tab meets them in its order.
  function poser(couche, groupes, faire, enOrdre) {
    var voulus = {}, poses = couche.poses || {};
    groupes.forEach(function (g) { voulus[signature(g)] = g; });
    var partis = Object.keys(poses).filter(function (s) { return !voulus[s]; });
    var nouveaux = Object.keys(voulus).filter(function (s) { return !poses[s]; });
    if (enOrdre && (partis.length || nouveaux.length)) { partis = Object.keys(poses); nouveaux = Object.keys(voulus); }
    partis.forEach(function (s) { poses[s].forEach(function (couchee) { couche.removeLayer(couchee); }); delete poses[s]; });
    nouveaux.forEach(function (s) { poses[s] = faire(voulus[s]); poses[s].forEach(function (posee) { couche.addLayer(posee); }); });
    couche.poses = poses;
  }

  function signature(g) {
    return g.n ? "amas " + g.n + " " + g.ou : cle(g.lat, g.lon) + " " + g.commune + " " + g.lieux.map(function (lieu) { return (lieu.numero || "") + lieu.ref; }).join();
  }

  function placer(groupe) {
    var n = numeros(groupe), premier = groupe.lieux[0], nombre = groupe.lieux.length, couches = [];
    var libelle = groupe.lieux.slice(0, NOMS_MAX).map(function (lieu) { return (lieu.numero ? lieu.numero + ", " : "") + lieu.nom; }).join(" ; ");
    if (nombre > NOMS_MAX) libelle += " ; " + ici.autres.replace("%s", nombre - NOMS_MAX);
    var options;
    if (groupe.commune) {
      var dit = n.length ? n.slice(0, 3).join(" · ") + (nombre > Math.min(n.length, 3) ? " +" : "") : String(nombre);
      options = { classe: "repere repere--zone" + (n.length ? " repere--liste" : ""), taille: null, dit: dit, libelle: libelle + ", " + ici.zone.replace("%s", groupe.commune) };
      couches.push(F.zone([groupe.lat, groupe.lon]));
    } else if (n.length) {
      options = { classe: "repere repere--pin " + premier.teinte, taille: [36, 48], ancre: [18, 46], pin: true, dit: n[0] + (nombre > 1 ? "+" : ""), libelle: libelle };
    } else {
      options = { classe: "repere repere--point " + premier.teinte, taille: [28, 28], dit: nombre > 1 ? String(nombre) : "", libelle: libelle };
    }
    options.pane = n.length ? "reperes" : "autres";
    var marque = F.repere([groupe.lat, groupe.lon], options).bindPopup(function () { return bulle(groupe); }, { maxWidth: 280, minWidth: 180, autoPanPadding: [16, 16] });
    function viser(oui) {
      groupe.lieux.forEach(function (lieu) { if (lieu.carte) lieu.carte.classList.toggle("est-vise", oui); });
    }
    marque.on("mouseover", function () { viser(true); }).on("mouseout", function () { viser(false); });
    marque.on("add", function () {
      marque.getElement().addEventListener("focus", function () { viser(true); });
      marque.getElement().addEventListener("blur", function () { viser(false); });
    });
    groupe.lieux.forEach(function (lieu) { if (lieu.carte) lieu.carte.repere = marque; });
    couches.push(marque);
    return couches;
  }

  function placerAmas(g) {
    var cote = g.n < 10 ? 36 : g.n < 100 ? 42 : g.n < 1000 ? 48 : 56, nombre = g.n.toLocaleString(document.documentElement.lang);
    var marque = F.repere(g.ou, { classe: "repere repere--amas", taille: [cote, cote], dit: nombre, libelle: ici.amas.replace("%s", nombre), pane: "autres" });
    marque.on("click", function () {
      bouger();
      plan.focus({ preventScroll: true });
      carte.setView(g.ou, Math.min(carte.getZoom() + 2, carte.getMaxZoom()));
    });
    return [marque];
  }

  // ---------------------------------------------------------------- popups
  function bulle(groupe) {
    var boite = document.createElement("div"), suite = groupe.lieux.length - NOMS_MAX;
    boite.className = "bulle";
    groupe.lieux.slice(0, NOMS_MAX).forEach(function (lieu) {
      var p = F.texte("p", "", "bulle__nom"), a = F.texte("a", lieu.nom);
      a.href = lieu.adresse;
      if (lieu.numero) p.appendChild(F.texte("b", lieu.numero, "bulle__numero"));
      p.appendChild(a);
      boite.appendChild(p);
      if (lieu.carte && groupe.lieux.length < 4) {
        ["horaire", "resultat__lieu"].forEach(function (classe) {
          var fait = lieu.carte.querySelector("." + classe);
          if (fait) boite.appendChild(fait.cloneNode(true));
        });
      }
    });
    if (suite > 0) boite.appendChild(F.texte("p", ici.autres.replace("%s", suite), "note"));
    if (groupe.commune) boite.appendChild(F.texte("p", ici.zone.replace("%s", groupe.commune), "note"));
    else {
      var vers = F.texte("a", ici.itineraire, "bulle__aller");
      vers.href = "https://www.openstreetmap.org/directions?to=" + groupe.lat + "%2C" + groupe.lon;
      vers.rel = "noopener noreferrer external";
      boite.appendChild(vers);
    }
    return boite;
  }

  // ---------------------------------------------------------------- clusters
  function carreau(lat, lon, zoom) {
    var p = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), zoom).divideBy(256);
    return Math.floor(p.x) + "/" + Math.floor(p.y);
  }

  // What the list shows has its own marker: a cluster counts the others.
  function amas(montres) {
    if (!dits || !dits.carreaux.length) return [];
    var dedans = {};
    montres.forEach(function (lieu) { var k = carreau(lieu.lat, lieu.lon, dits.zoom); dedans[k] = (dedans[k] || 0) + 1; });
    return dits.carreaux.map(function (c) { return { n: c[2] - (dedans[c[0] + "/" + c[1]] || 0), ou: [c[3], c[4]] }; })
      .filter(function (g) { return g.n > 0; });
  }

  // ---------------------------------------------------------------- asking
  function vue() {
    var b = carte.getBounds();
    return [Math.max(b.getSouth(), -90), Math.max(b.getWest(), -180), Math.min(b.getNorth(), 90), Math.min(b.getEast(), 180)].map(function (d) { return d.toFixed(4); }).join(",");
  }

  function demander() {
    clearTimeout(minuterie);
    minuterie = setTimeout(function () {
      if (enCours) enCours.abort();
      var fini = enCours = window.AbortController ? new AbortController() : null, base = liste().dataset.points;
      if (!base) return;
      var suite = (base.indexOf("?") < 0 ? "?" : "&") + "vue=" + vue() + "&zoom=" + carte.getZoom();
      fetch(base + suite, { credentials: "same-origin", signal: fini ? fini.signal : undefined }).then(function (reponse) {
        return reponse.json().then(function (dit) {
          if (!reponse.ok) throw new Error(dit.erreur);
          dits = dit;
          dessiner();
          dire(dit.total);
        });
      }).catch(function (erreur) { if (erreur.name !== "AbortError") etat.textContent = etat.dataset.panne; });
    }, ATTENTE);
  }

  function dire(total) {
    etat.textContent = !total ? etat.dataset.aucun : total === 1 ? etat.dataset.un : etat.dataset.total.replace("%s", total.toLocaleString(document.documentElement.lang));
  }

  function bouger() { chercher.hidden = false; }

  // ---------------------------------------------------------------- « Rechercher dans cette zone »
  chercher.querySelector("button").addEventListener("click", function () {
    var form = document.getElementById("recherche"), ou = document.getElementById("r-ou"), champ = form.querySelector("input[name=boite]");
    if (!champ) { champ = document.createElement("input"); champ.type = "hidden"; champ.name = "boite"; form.appendChild(champ); }
    champ.value = vue();
    ou.value = "";
    ["lieu", "rayon"].forEach(function (nom) {
      Array.prototype.forEach.call(form.elements, function (e) { if (e.name === nom) e.disabled = true; });
    });
    tenir = true;
    if (form.requestSubmit) form.requestSubmit(); else if (window.htmx) htmx.trigger(form, "submit"); else form.submit();
    plan.focus({ preventScroll: true });
  });

  function cadrer() {
    var e = degres(liste().dataset.etendue);
    carte.fitBounds([[e[0], e[1]], [e[2], e[3]]], { animate: false, padding: [12, 12], maxZoom: 15 });
  }

  function crediter() {
    var dites = F.texte("span", liste().dataset.mentions || "").innerHTML;
    if (dites === mentions) return;
    if (mentions) carte.credits.removeAttribution(mentions);
    if (dites) carte.credits.addAttribution(dites);
    mentions = dites;
  }

  document.addEventListener("htmx:afterSettle", function () {
    if (!carte || !liste()) return;
    var champ = document.querySelector("#recherche input[name=boite]");
    if (champ && !liste().dataset.boite) champ.remove();
    suivre();
  });

  // ---------------------------------------------------------------- start
  function suivre() {
    dits = null;
    chercher.hidden = true;
    dessiner();
    crediter();
    if (liste().dataset.boite && tenir) demander();
    else if (liste().dataset.etendue) { cadrer(); demander(); }
    tenir = false;
  }

  function demarrer() {
    if (carte || !section.offsetParent) return;
    carte = F.creer(plan);
    // In the order of Tab: the markers of the list first. Above the others, too.
    carte.createPane("reperes").style.zIndex = 650;
    carte.createPane("autres").style.zIndex = 600;
    reperes = L.layerGroup().addTo(carte);
    autres = L.layerGroup().addTo(carte);
    cadrer();
    dessiner();
    crediter();
    demander();
    carte.on("moveend", demander);
    carte.on("dragstart gestedevisiteur", bouger);
    plan.addEventListener("wheel", bouger, { passive: true });
    plan.addEventListener("click", function (e) { if (e.target.closest(".leaflet-control-zoom")) bouger(); });
    var bouton = section.querySelector("[data-tuiles]");
    if (bouton) F.tuiles(carte, plan, bouton);
  }

  ["mouseover", "focusin", "mouseout", "focusout"].forEach(function (type) {
    resultats.addEventListener(type, function (e) {
      var fiche = e.target.closest && e.target.closest("[data-repere]");
      var element = fiche && fiche.repere && fiche.repere.getElement();
      if (element) element.classList.toggle("est-vise", type === "mouseover" || type === "focusin");
    });
  });

  document.getElementById("carte-repli").hidden = true;
  dessin.hidden = false;
  resultats.classList.add("resultats--bascule");
  bascule.hidden = false;
  var mot = bascule.querySelector("span"), aller = mot.textContent;
  function basculer(oui) {
    resultats.classList.toggle("resultats--carte", oui);
    mot.textContent = oui ? bascule.dataset.retour : aller; // what the next press does
    if (!oui) return;
    demarrer();
    carte.invalidateSize();
  }
  bascule.addEventListener("click", function () { basculer(!resultats.classList.contains("resultats--carte")); });
  if (location.hash === "#carte") basculer(true);
  window.addEventListener("resize", demarrer);
  demarrer();
})();
