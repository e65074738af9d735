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
  var ATTENTE = 200, NOMS_MAX = 8, PRES = 5, langue = document.documentElement.lang;
  var carte = null, reperes = null, autres = null, minuterie = null, enCours = null, dits = null, mentions = "";
  var parNous = false, tenir = false; // tenir: the list is that of the view: it does not move

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
      if (!groupes[k]) { groupes[k] = { lat: lieu.lat, lon: lieu.lon, commune: lieu.commune, lieux: [], zones: lieu.commune ? [[lieu.lat, lieu.lon]] : [], n: 0 }; ordre.push(groupes[k]); }
      if (!lieu.commune) { groupes[k].commune = ""; groupes[k].zones = []; }
      groupes[k].lieux.push(lieu);
    });
    return ordre;
  }

  // What a marker would cover, that marker says: a finger could not tell them apart, and a pile of
  // pins hides its numbers. The list comes first, then known places, communes, clusters.
  function fusionner(groupes) {
    var avant = groupes.slice().sort(function (x, y) { return rang(x) - rang(y); }), gardes, change;
    do {
      gardes = []; change = false;
      avant.forEach(function (groupe) {
        var boite = emprise(groupe), hote = null;
        for (var i = 0; i < gardes.length && !hote; i++) if (touche(boite, gardes[i].boite)) hote = gardes[i];
        if (!hote) { groupe.boite = boite; gardes.push(groupe); return; }
        absorber(hote, groupe);
        change = true;
      });
      avant = gardes;
    } while (change);
    return gardes;
  }

  function rang(g) { return g.lieux.length ? numeros(g).length ? 0 : g.commune ? 2 : 1 : 3; }

  function touche(a, b) { return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1]; }

  function absorber(hote, groupe) {
    if (!hote.lieux.length) {
      var total = hote.n + groupe.n;
      hote.lat = (hote.lat * hote.n + groupe.lat * groupe.n) / total;
      hote.lon = (hote.lon * hote.n + groupe.lon * groupe.n) / total;
    }
    else if (hote.commune && groupe.lieux.length && !groupe.commune) { hote.commune = ""; hote.lat = groupe.lat; hote.lon = groupe.lon; }
    hote.lieux = hote.lieux.concat(groupe.lieux);
    hote.zones = hote.zones.concat(groupe.zones);
    hote.n += groupe.n;
  }

  // [left, top, right, bottom] in pixels of what a marker covers.
  function emprise(g) {
    var p = carte.project([g.lat, g.lon]), demi = 15;
    if (estUnPin(g)) return [p.x - 18, p.y - 46, p.x + 18, p.y + 2];
    if (!g.lieux.length) demi = cote(g.n) / 2;
    else if (ecrit(g)) demi = Math.max(16, ecrit(g).length * 4.5 + 10);
    return [p.x - demi, p.y - (g.lieux.length ? 15 : demi), p.x + demi, p.y + (g.lieux.length ? 15 : demi)];
  }

  function cote(n) { return n < 10 ? 36 : n < 100 ? 42 : n < 1000 ? 48 : 56; }

  function estUnPin(g) { return numeros(g).length === 1 && g.lieux.length === 1 && !g.n && !g.commune; }

  // What is written on a marker: the numbers of the list, else how many.
  function ecrit(g) {
    var n = numeros(g), tous = g.lieux.length + g.n;
    if (n.length) return n.slice(0, 3).join(" · ") + (tous > Math.min(n.length, 3) ? " +" : "");
    return tous > 1 ? "+" + tous.toLocaleString(langue) : "";
  }

  function numeros(groupe) {
    return groupe.lieux.filter(function (lieu) { return lieu.numero; }).map(function (lieu) { return +lieu.numero; }).sort(function (a, b) { return a - b; });
  }

  // ---------------------------------------------------------------- drawing
  function dessiner() {
    var montres = listes(), deja = {};
    montres.forEach(function (lieu) { deja[lieu.ref + cle(lieu.lat, lieu.lon)] = true; });
    var ailleurs = (dits ? dits.points : []).map(function (point) {
      var domaine = dits.domaines[point[4]];
      return { lat: point[0], lon: point[1], ref: point[2], nom: point[3], adresse: ici.fiche.replace("REF", point[2]), teinte: domaine ? "teinte-" + domaine[1] : "", commune: point[5] < 0 ? "" : dits.communes[point[5]] };
    }).filter(function (lieu) { return !deja[lieu.ref + cle(lieu.lat, lieu.lon)]; });
    var groupes = fusionner(grouper(montres.concat(ailleurs)).concat(amas(montres))), vu = regarde();
    poser(reperes, groupes.filter(function (g) { return numeros(g).length; }), placer, true);
    poser(autres, groupes.filter(function (g) { return !numeros(g).length; }), function (g) { return g.lieux.length ? placer(g) : placerAmas(g); }, false);
    rendre(vu);
    if (montres.length && window.performance && performance.mark) performance.mark("premier-repere");
  }

  // The marker that somebody looks at, which may be drawn anew with others in it: {lieux, ouverte, foyer}.
  function regarde() {
    var vu = null;
    [reperes, autres].forEach(function (couche) {
      couche.eachLayer(function (marque) {
        if (!marque.lieux) return;
        var foyer = marque.getElement() === document.activeElement, ouverte = marque.isPopupOpen();
        if (foyer || ouverte) vu = { marque: marque, lieux: marque.lieux, ouverte: ouverte };
      });
    });
    return vu;
  }

  function rendre(vu) {
    if (!vu || reperes.hasLayer(vu.marque) || autres.hasLayer(vu.marque)) return;
    [reperes, autres].forEach(function (couche) {
      couche.eachLayer(function (marque) {
        if (!vu || !marque.lieux || marque.lieux.indexOf(vu.lieux[0]) < 0) return;
        if (vu.ouverte) marque.openPopup(); else marque.getElement().focus({ preventScroll: true });
        vu = null;
      });
    });
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
    return cle(g.lat, g.lon) + " " + g.n + " " + g.commune + " " + g.lieux.map(function (lieu) { return (lieu.numero || "") + lieu.ref; }).join();
  }

  // Every number of the list, and as many names of the others as one can bear to hear.
  function libelle(g) {
    var dits = g.lieux.filter(function (lieu, rang) { return lieu.numero || rang < NOMS_MAX; });
    var textes = dits.map(function (lieu) { return (lieu.numero ? lieu.numero + ", " : "") + lieu.nom; });
    var restent = g.lieux.length - dits.length + g.n;
    if (restent) textes.push(ici.autres.replace("{n}", restent.toLocaleString(langue)));
    return textes.join(" ; ") + (g.commune ? ", " + ici.zone.replace("{lieu}", g.commune) : "");
  }

  function placer(groupe) {
    var liste = numeros(groupe).length > 0, teinte = groupe.lieux[0].teinte, couches = [], options = { libelle: libelle(groupe), pane: liste ? "reperes" : "autres", dit: ecrit(groupe) };
    if (estUnPin(groupe)) { options.classe = "repere repere--pin " + teinte; options.taille = [36, 48]; options.ancre = [18, 46]; options.pin = true; }
    else if (liste) options.classe = "repere repere--cadre repere--liste" + (groupe.commune ? " repere--zone " : " ") + teinte;
    else if (groupe.commune) options.classe = "repere repere--cadre repere--zone";
    else if (options.dit) options.classe = "repere repere--cadre " + teinte;
    else { options.classe = "repere repere--point " + teinte; options.taille = [28, 28]; }
    groupe.zones.forEach(function (ou) { couches.push(F.zone(ou)); });
    var marque = F.repere([groupe.lat, groupe.lon], options).bindPopup(function () { return bulle(groupe); }, { maxWidth: 280, minWidth: 180, autoPanPaddingTopLeft: [16, 72], autoPanPaddingBottomRight: [64, 40] });
    function viser(oui) {
      groupe.lieux.forEach(function (lieu) { if (lieu.carte) lieu.carte.classList.toggle("est-vise", oui); });
    }
    marque.on("mouseover", function () { viser(true); }).on("mouseout", function () { viser(false); });
    marque.on("add", function () {
      marque.getElement().addEventListener("focus", function () { viser(true); });
      marque.getElement().addEventListener("blur", function () { viser(false); });
    });
    groupe.lieux.forEach(function (lieu) { if (lieu.carte) lieu.carte.repere = marque; });
    marque.lieux = groupe.lieux.map(function (lieu) { return lieu.ref + cle(lieu.lat, lieu.lon); });
    couches.push(marque);
    return couches;
  }

  function placerAmas(g) {
    var nombre = g.n.toLocaleString(langue);
    var marque = F.repere([g.lat, g.lon], { classe: "repere repere--amas", taille: [cote(g.n), cote(g.n)], dit: nombre, libelle: ici.amas.replace("{n}", nombre), pane: "autres" });
    marque.on("click", function () { agrandir(g); });
    return [marque];
  }

  function agrandir(g) {
    carte.closePopup();
    plan.focus({ preventScroll: true });
    carte.setView([g.lat, g.lon], Math.min(carte.getZoom() + 2, carte.getMaxZoom()), { animate: !carte.immobile });
  }

  // ---------------------------------------------------------------- popups
  function bulle(groupe) {
    var boite = document.createElement("div"), montres = groupe.lieux.slice(0, NOMS_MAX), suite = groupe.lieux.length - montres.length + groupe.n;
    boite.className = "bulle";
    montres.forEach(function (lieu) {
      var p = F.texte("p", "", "bulle__nom"), a = F.texte("a", lieu.nom);
      a.href = lieu.adresse;
      if (lieu.numero) p.appendChild(F.texte("b", lieu.numero, "bulle__numero"));
      p.appendChild(a);
      boite.appendChild(p);
      if (lieu.carte && montres.length < 4) {
        ["horaire", "resultat__lieu"].forEach(function (classe) {
          var fait = lieu.carte.querySelector("." + classe);
          if (fait && !(lieu.commune && classe === "resultat__lieu")) boite.appendChild(fait.cloneNode(true));
        });
      }
      if (lieu.commune) boite.appendChild(F.texte("p", ici.zone.replace("{lieu}", lieu.commune), "note"));
      else if (montres.length < 4) boite.appendChild(itineraire(lieu));
    });
    if (groupe.lieux.length + groupe.n > 1 && carte.getZoom() < carte.getMaxZoom()) {
      var bouton = F.texte("button", suite > 0 ? ici.autres.replace("{n}", suite.toLocaleString(langue)) + " : " + ici.agrandir.toLowerCase() : ici.agrandir, "bulle__agrandir");
      bouton.type = "button";
      bouton.addEventListener("click", function () { agrandir(groupe); });
      boite.appendChild(bouton);
    }
    return boite;
  }

  // In the visitor's own application (aller.js), as on the entry.
  function itineraire(lieu) {
    var vers = F.texte("a", ici.itineraire, "bulle__aller");
    vers.href = "https://www.openstreetmap.org/directions?to=" + lieu.lat + "%2C" + lieu.lon;
    vers.dataset.aller = lieu.lat + "," + lieu.lon;
    vers.rel = "noopener noreferrer external";
    return vers;
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
    return dits.carreaux.map(function (c) { return { n: c[2] - (dedans[c[0] + "/" + c[1]] || 0), lat: c[3], lon: c[4], lieux: [], zones: [], commune: "" }; })
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
    etat.textContent = !total ? etat.dataset.aucun : total === 1 ? etat.dataset.un : etat.dataset.total.replace("{n}", total.toLocaleString(langue));
  }

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

  // Moves that are ours: after any other one, the list may be asked for what the map shows.
  function nous(bouger) { parNous = true; bouger(); parNous = false; }

  function cadrer() {
    var e = degres(liste().dataset.etendue);
    nous(function () { carte.fitBounds([[e[0], e[1]], [e[2], e[3]]], { animate: false, padding: [12, 12], maxZoom: 15 }); });
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
    carte.on("zoomend", dessiner);
    carte.on("moveend", function () { demander(); if (!parNous) chercher.hidden = false; });
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
    nous(function () { carte.invalidateSize({ animate: false, debounceMoveend: false }); });
  }
  bascule.addEventListener("click", function () { basculer(!resultats.classList.contains("resultats--carte")); });
  // Whoever comes from « Voir la carte » of the list wants to see it; the browser stops at the results.
  if (location.hash === "#resultats") basculer(true);
  window.addEventListener("resize", demarrer);
  demarrer();
})();
