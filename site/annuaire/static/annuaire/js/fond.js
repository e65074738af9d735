// What every map of the site stands on: outlines and names that the site serves, keys, popups that
// give the focus back, and the tile server that a button asks for. Needs Leaflet (L).
// window.FondDeCarte.creer(element) → the L.Map; .repere(…) → a marker that the keyboard reaches.
(function () {
  var CARREAU = 512, IMMOBILE = "(prefers-reduced-motion: reduce)";
  var PAS_PX = 90;
  var LARGEUR_LETTRE = 8, HAUTEUR_NOM = 24;

  function lire(adresse) {
    return fetch(adresse, { credentials: "same-origin" }).then(function (reponse) {
      if (!reponse.ok) throw new Error(reponse.status);
      return reponse.json();
    });
  }

  function creer(plan) {
    var immobile = window.matchMedia(IMMOBILE).matches;
    var carte = L.map(plan, {
      attributionControl: false, zoomControl: false, keyboard: false, minZoom: 3, maxZoom: 18,
      maxBounds: [[-85, -180], [85, 180]], maxBoundsViscosity: 1,
      zoomAnimation: !immobile, fadeAnimation: !immobile, markerZoomAnimation: !immobile, inertia: !immobile
    });
    carte.immobile = immobile;
    // Leaflet slides whatever the person asked of the system.
    if (immobile) carte.panBy = function (pas) { return L.Map.prototype.panBy.call(carte, pas, { animate: false }); };
    carte.credits = L.control.attribution({ prefix: false }).addAttribution(plan.dataset.mention).addTo(carte);
    L.control.scale({ imperial: false }).addTo(carte);
    L.control.zoom({ position: "topright", zoomInTitle: plan.dataset.agrandir, zoomOutTitle: plan.dataset.reduire, zoomInText: "+", zoomOutText: "−" }).addTo(carte);
    carte.createPane("terres").style.zIndex = 150;
    carte.createPane("noms").style.zIndex = 350;
    carte.getPane("noms").setAttribute("aria-hidden", "true");
    carte.fond = L.layerGroup().addTo(carte);
    carte.whenReady(function () { terres(carte, plan); noms(carte, plan); });
    touches(carte, plan);
    foyer(carte, plan);
    return carte;
  }

  // ---------------------------------------------------------------- outlines
  function terres(carte, plan) {
    lire(plan.dataset.contours).then(function (serres) {
      var formes = serres.formes.map(function (ecarts) {
        var points = [], x = 0, y = 0;
        for (var i = 0; i < ecarts.length; i += 2) {
          x += ecarts[i]; y += ecarts[i + 1];
          points.push([y * serres.pas, x * serres.pas]);
        }
        return [points];
      });
      L.polygon(formes, { pane: "terres", renderer: L.svg({ pane: "terres", padding: 0.5 }), className: "plan__terre", fillRule: "nonzero", interactive: false }).addTo(carte.fond);
    }).catch(function () { /* the map stays usable on a plain ground */ });
  }

  // ---------------------------------------------------------------- names of communes, by scale
  function noms(carte, plan) {
    var connus = {}, couche = L.layerGroup().addTo(carte.fond), tour = 0;

    function carreaux() {
      var zoom = Math.max(carte.getZoom() - 1, 0), bornes = carte.getPixelBounds(), cote = Math.pow(2, zoom), cles = [];
      for (var x = Math.floor(bornes.min.x / CARREAU); x <= Math.floor(bornes.max.x / CARREAU); x++)
        for (var y = Math.floor(bornes.min.y / CARREAU); y <= Math.floor(bornes.max.y / CARREAU); y++)
          if (x >= 0 && y >= 0 && x < cote && y < cote) cles.push({ z: zoom, x: x, y: y });
      return cles;
    }

    function ecrire(listes) {
      var pris = [], vue = carte.getBounds();
      couche.clearLayers();
      [].concat.apply([], listes).sort(function (a, b) { return b[3] - a[3]; }).forEach(function (ligne, rang) {
        var ou = L.latLng(ligne[1], ligne[2]);
        if (!vue.contains(ou)) return;
        var p = carte.latLngToContainerPoint(ou), demi = ligne[0].length * LARGEUR_LETTRE / 2 + 6;
        var libre = pris.every(function (q) { return Math.abs(q.x - p.x) > q.demi + demi || Math.abs(q.y - p.y) > HAUTEUR_NOM; });
        if (!libre) return;
        pris.push({ x: p.x, y: p.y, demi: demi });
        L.marker(ou, {
          pane: "noms", interactive: false, keyboard: false,
          icon: L.divIcon({ className: "plan__nom" + (rang < 3 ? " plan__nom--bourg" : ""), html: texte("span", ligne[0]), iconSize: [0, 0] })
        }).addTo(couche);
      });
    }

    function suivre() {
      var numero = tour += 1;
      if (!carte.hasLayer(carte.fond)) return;
      Promise.all(carreaux().map(function (carreau) {
        var adresse = L.Util.template(plan.dataset.noms, carreau);
        connus[adresse] = connus[adresse] || lire(adresse).then(function (dit) { return dit.noms; }, function () { delete connus[adresse]; return []; });
        return connus[adresse];
      })).then(function (listes) { if (numero === tour) ecrire(listes); });
    }

    carte.on("moveend", suivre);
    carte.on("layeradd", function (e) { if (e.layer === carte.fond) suivre(); });
    suivre();
  }

  // ---------------------------------------------------------------- keys
  var GESTES = {
    ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0], "+": 1, "=": 1, "-": -1, "−": -1
  };
  function touches(carte, plan) {
    plan.addEventListener("keydown", function (e) {
      if (e.altKey || e.ctrlKey || e.metaKey) return;
      if (e.key === "Escape" && carte.ouverte) { e.stopPropagation(); carte.closePopup(); return; }
      var geste = GESTES[e.key];
      if (geste === undefined || e.target.closest(".leaflet-popup")) return;
      e.preventDefault();
      if (typeof geste === "number") carte.setZoom(carte.getZoom() + geste);
      else carte.panBy([geste[0] * PAS_PX, geste[1] * PAS_PX]);
    });
    // A marker that Tab reaches may lie outside: the browser would scroll the map's inside.
    plan.addEventListener("scroll", function () { plan.scrollTop = plan.scrollLeft = 0; });
  }

  // A popup takes the focus when a person opened it, and gives it back to its marker.
  function foyer(carte, plan) {
    carte.on("popupopen", function (e) {
      carte.ouverte = e.popup;
      var boite = e.popup.getElement(), fermer = boite.querySelector(".leaflet-popup-close-button");
      if (fermer) { fermer.setAttribute("aria-label", plan.dataset.fermer); fermer.title = plan.dataset.fermer; }
      boite.setAttribute("role", "group");
      var premier = boite.querySelector("a:not(.leaflet-popup-close-button)") || fermer;
      if (premier) premier.focus({ preventScroll: true });
    });
    carte.on("popupclose", function (e) {
      carte.ouverte = null;
      var source = e.popup._source && e.popup._source.getElement();
      if (source && (e.popup.getElement().contains(document.activeElement) || document.activeElement === document.body)) source.focus({ preventScroll: true });
    });
  }

  // ---------------------------------------------------------------- markers
  function texte(balise, contenu, classe) {
    var e = document.createElement(balise);
    if (classe) e.className = classe;
    e.textContent = contenu;
    return e;
  }

  var PIN = "M18 46C14 37 2 31 2 18a16 16 0 0 1 32 0c0 13-12 19-16 28z";
  // options: {classe, taille: [w, h], ancre, dit: what it says, libelle: its accessible name, pin, pane}
  function repere(ou, options) {
    var e = document.createElement("span");
    if (options.pin) {
      e.innerHTML = '<svg viewBox="0 0 36 48" aria-hidden="true" focusable="false"><path d="' + PIN + '"/></svg>';
    }
    if (options.dit) e.appendChild(texte("b", options.dit));
    else if (!options.taille) e.appendChild(document.createElement("i"));
    var marque = L.marker(ou, {
      icon: L.divIcon({ className: options.classe, html: e, iconSize: options.taille, iconAnchor: options.ancre, popupAnchor: options.pin ? [0, -40] : [0, -12] }),
      pane: options.pane || "markerPane", keyboard: true, riseOnHover: true, autoPanOnFocus: true
    });
    marque.on("add", function () {
      var element = marque.getElement();
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", options.libelle);
      // Leaflet hears Enter alone, and of popups alone.
      element.addEventListener("keydown", function (k) {
        if (k.key !== "Enter" && k.key !== " ") return;
        k.preventDefault();
        if (marque.getPopup()) marque.togglePopup(); else marque.fire("click");
      });
    });
    return marque;
  }

  // A place of which only the commune is known: some two kilometres around its town hall.
  function zone(ou) {
    return L.circle(ou, { radius: 2000, pane: "terres", renderer: L.svg({ pane: "terres", padding: 0.5 }), className: "plan__zone", interactive: false });
  }

  // ---------------------------------------------------------------- the tile server
  function tuiles(carte, plan, bouton) {
    var couche = null;
    bouton.addEventListener("click", function () {
      var montrer = !couche || !carte.hasLayer(couche);
      couche = couche || L.tileLayer(bouton.dataset.tuiles, { attribution: bouton.dataset.mention, maxZoom: +bouton.dataset.zoom, referrerPolicy: "no-referrer" });
      bouton.setAttribute("aria-pressed", String(montrer));
      plan.classList.toggle("plan--tuiles", montrer);
      if (montrer) { carte.removeLayer(carte.fond); couche.addTo(carte); }
      else { carte.removeLayer(couche); carte.fond.addTo(carte); }
    });
  }

  window.FondDeCarte = { creer: creer, repere: repere, zone: zone, tuiles: tuiles, texte: texte, lire: lire };
})();
