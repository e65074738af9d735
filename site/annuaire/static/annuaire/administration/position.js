// A map to place a point: outlines and town halls that the server gives, drawn as SVG, no third
// party. The number fields stay the truth: the map reads and writes them. Needs Wagtail's Stimulus.
(function () {
  var LARGEUR = 640, HAUTEUR = 400, KM_PAR_DEGRE = 111.195;
  var LARGEUR_MIN_KM = 0.25, LARGEUR_MAX_KM = 160, LARGEUR_KM = 24;
  var PAS_PX = 8, FOIS = 10; // an arrow moves by 8 pixels of 640, ten times more with Shift
  var REPRENDRE = 0.3; // degrees off the middle of what was fetched
  var ATTENTE = 300;
  var LETTRE = 13, LETTRE_MAX = 1.8;
  var SVG = "http://www.w3.org/2000/svg";
  var PAS_ECHELLE = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];

  function noeud(nom, attributs, texte) {
    var e = document.createElementNS(SVG, nom);
    Object.keys(attributs).forEach(function (a) { e.setAttribute(a, attributs[a]); });
    if (texte) e.textContent = texte;
    return e;
  }
  function arrondi(degres) { return Math.round(degres * 1e6) / 1e6; }
  function champ(id) { return document.getElementById(id); }

  class Position extends window.StimulusModule.Controller {
    static get targets() { return ["texte", "cadre", "carte", "annuler", "phrase"]; }
    static get values() {
      return { fond: String, adresse: String, latitude: String, longitude: String, precision: String, commune: String };
    }

    connect() {
      var controleur = this;
      this.element.hidden = false;
      this.largeur = LARGEUR_KM;
      this.demande = 0;
      this.avant = null;
      this.ecoutes = [
        [champ(this.latitudeValue), function () { controleur.saisiALaMain(); }],
        [champ(this.longitudeValue), function () { controleur.saisiALaMain(); }],
        [champ(this.communeValue), function () { controleur.autreCommune(); }],
      ];
      this.ecoutes.forEach(function (e) { e[0].addEventListener("change", e[1]); });
      this.chercherLeFond();
    }

    disconnect() {
      clearTimeout(this.minuterie);
      this.ecoutes.forEach(function (e) { e[0].removeEventListener("change", e[1]); });
    }

    // The point of the fields, or null.
    get point() {
      var lat = champ(this.latitudeValue).value.replace(",", "."), lon = champ(this.longitudeValue).value.replace(",", ".");
      if (lat === "" || lon === "" || isNaN(lat) || isNaN(lon)) return null;
      return [parseFloat(lat), parseFloat(lon)];
    }

    get commune() { return champ(this.communeValue).getAttribute("value") || champ(this.communeValue).value; }

    // ------------------------------------------------------------------ asking
    adresse(base, champs) {
      var point = this.point, params = new URLSearchParams();
      if (this.commune) params.set("commune", this.commune);
      if (point && !champs) { params.set("latitude", point[0]); params.set("longitude", point[1]); }
      Object.keys(champs || {}).forEach(function (nom) { params.set(nom, champs[nom]); });
      return base + "?" + params;
    }

    demander(adresse) {
      return fetch(adresse, { credentials: "same-origin", headers: { Accept: "application/json" } }).then(function (reponse) {
        return reponse.json().then(function (dit) {
          if (reponse.ok) return dit;
          var refus = new Error(dit.erreur);
          refus.dit = true;
          throw refus;
        });
      });
    }

    // What is drawn around the point, or the commune; *suite* is called once it is there.
    chercherLeFond(suite) {
      var controleur = this, numero = this.demande += 1;
      this.demander(this.adresse(this.fondValue)).then(function (fond) {
        if (numero !== controleur.demande) return;
        controleur.fond = fond;
        controleur.centre = fond.centre;
        controleur.cadreTarget.hidden = !fond.centre;
        if (suite) suite();
        controleur.dessiner();
        controleur.direLaDistance();
      }).catch(function (erreur) { controleur.direLaFaute(erreur); });
    }

    direLaDistance(debut) {
      var controleur = this;
      clearTimeout(this.minuterie);
      if (!this.point) {
        if (!this.centre) this.dire(this.phraseTarget.dataset.sans, false);
        return;
      }
      this.minuterie = setTimeout(function () {
        controleur.demander(controleur.adresse(controleur.adresseValue)).then(function (dit) {
          controleur.dire([dit.phrase, debut].filter(Boolean).join(" "), dit.alerte);
        }).catch(function (erreur) { controleur.direLaFaute(erreur); });
      }, ATTENTE);
    }

    dire(phrase, alerte) {
      this.phraseTarget.textContent = phrase;
      this.phraseTarget.classList.toggle("saisie-fautes", alerte);
    }

    // What the server refused in words; else the network, or a bug of ours.
    direLaFaute(erreur) { this.dire(erreur.dit ? erreur.message : this.phraseTarget.dataset.panne, true); }

    // ------------------------------------------------------------------ placing
    // Put the point there; *precision*: value of the field, said in words beside the distance.
    placer(point, precision) {
      var actuel = this.point, choix = champ(this.precisionValue);
      if (!this.tire) {
        this.avant = { point: actuel, precision: choix.value };
        this.annulerTarget.disabled = false;
      }
      this.ecrire(point, precision);
      this.suivre(this.phraseTarget.dataset[precision === "commune" ? "mairie" : "lieu"]);
    }

    ecrire(point, precision) {
      champ(this.latitudeValue).value = point ? arrondi(point[0]) : "";
      champ(this.longitudeValue).value = point ? arrondi(point[1]) : "";
      champ(this.precisionValue).value = precision;
    }

    // Bring the map where the point is now.
    suivre(dite) {
      var point = this.point, fond = this.fond;
      if (!point) { this.dessiner(); return; }
      var loin = !fond || !fond.centre || Math.abs(point[0] - fond.centre[0]) > REPRENDRE || Math.abs(point[1] - fond.centre[1]) > REPRENDRE;
      if (loin) { this.chercherLeFond(); return; }
      var p = this.centre && this.projeter(point[1], point[0]);
      if (!p || p[0] < 40 || p[0] > LARGEUR - 40 || p[1] < 40 || p[1] > HAUTEUR - 40) this.centre = point;
      this.dessiner();
      this.direLaDistance(dite);
    }

    saisiALaMain() {
      if (!this.point) return;
      champ(this.precisionValue).value = this.aLaMairie(this.point) ? "commune" : "lieu";
      this.suivre(this.phraseTarget.dataset[this.aLaMairie(this.point) ? "mairie" : "lieu"]);
    }

    aLaMairie(point) {
      var mairie = this.fond && this.fond.mairie;
      return Boolean(mairie) && mairie[1] === point[0] && mairie[2] === point[1];
    }

    // The rule of Lieu.situer: a place at its commune follows it, a position that was given stays.
    autreCommune() {
      var controleur = this, choix = champ(this.precisionValue);
      this.chercherLeFond(function () {
        var mairie = controleur.fond.mairie;
        if (mairie && (!controleur.point || choix.value === "commune")) {
          controleur.centre = [mairie[1], mairie[2]];
          controleur.placer(controleur.centre, "commune");
        }
      });
    }

    valider(evenement) {
      if (evenement.key !== "Enter") return;
      evenement.preventDefault(); // Enter would send the whole form
      this.placerLeTexte();
    }

    placerLeTexte() {
      var controleur = this;
      this.demander(this.adresse(this.adresseValue, { texte: this.texteTarget.value })).then(function (dit) {
        if (dit.latitude === null) return;
        controleur.placer([dit.latitude, dit.longitude], "lieu");
      }).catch(function (erreur) { controleur.direLaFaute(erreur); });
    }

    placerALaCommune() {
      var mairie = this.fond && this.fond.mairie;
      if (!mairie) {
        this.dire(this.phraseTarget.dataset[this.commune ? "sansMairie" : "sans"], true);
        return;
      }
      this.placer([mairie[1], mairie[2]], "commune");
    }

    annuler() {
      if (!this.avant) return;
      var avant = this.avant;
      this.avant = null;
      this.annulerTarget.disabled = true;
      this.ecrire(avant.point, avant.precision);
      this.suivre();
      this.carteTarget.focus();
    }

    deplacer(evenement) {
      var sens = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[evenement.key];
      if (evenement.key === "+") { evenement.preventDefault(); this.agrandir(); }
      if (evenement.key === "-") { evenement.preventDefault(); this.reduire(); }
      if (!sens || evenement.ctrlKey || evenement.altKey || evenement.metaKey) return;
      evenement.preventDefault();
      var depart = this.point || this.centre, pas = PAS_PX * (evenement.shiftKey ? FOIS : 1);
      var p = this.projeter(depart[1], depart[0]);
      this.placer(this.situer(p[0] + sens[0] * pas, p[1] + sens[1] * pas), "lieu");
    }

    placerAuDoigt(evenement) {
      if (this.glisse) { this.glisse = false; return; }
      this.placer(this.sous(evenement), "lieu");
    }

    // A mouse may drag the point; a finger scrolls the page, and places by a tap.
    saisir(evenement) {
      this.glisse = false;
      if (evenement.pointerType !== "mouse" || !this.point) return;
      var p = this.projeter(this.point[1], this.point[0]), q = this.pixel(evenement);
      if (Math.abs(p[0] - q[0]) > 20 || Math.abs(p[1] - q[1]) > 30) return;
      this.avant = { point: this.point, precision: champ(this.precisionValue).value };
      this.tire = true;
      this.carteTarget.setPointerCapture(evenement.pointerId);
    }

    tirer(evenement) {
      if (!this.tire) return;
      this.glisse = true;
      this.ecrire(this.sous(evenement), "lieu");
      this.dessiner();
    }

    lacher(evenement) {
      if (!this.tire) return;
      this.tire = false;
      if (!this.glisse) return;
      this.annulerTarget.disabled = false;
      this.ecrire(this.sous(evenement), "lieu");
      this.suivre(this.phraseTarget.dataset.lieu);
    }

    agrandir() { this.zoomer(0.5); }

    reduire() { this.zoomer(2); }

    zoomer(fois) {
      this.largeur = Math.min(LARGEUR_MAX_KM, Math.max(LARGEUR_MIN_KM, this.largeur * fois));
      this.centre = this.point || this.centre;
      this.dessiner();
    }

    // ------------------------------------------------------------------ drawing
    get pxParDegre() { return (LARGEUR / this.largeur) * KM_PAR_DEGRE; }

    get rapport() { return Math.max(Math.cos((this.centre[0] * Math.PI) / 180), 0.01); }

    projeter(lon, lat) {
      return [
        LARGEUR / 2 + (lon - this.centre[1]) * this.rapport * this.pxParDegre,
        HAUTEUR / 2 - (lat - this.centre[0]) * this.pxParDegre,
      ];
    }

    situer(x, y) {
      var lat = this.centre[0] - (y - HAUTEUR / 2) / this.pxParDegre;
      var lon = this.centre[1] + (x - LARGEUR / 2) / (this.rapport * this.pxParDegre);
      return [Math.max(-90, Math.min(90, lat)), Math.max(-180, Math.min(180, lon))];
    }

    pixel(evenement) {
      var boite = this.carteTarget.getBoundingClientRect();
      return [((evenement.clientX - boite.left) * LARGEUR) / boite.width, ((evenement.clientY - boite.top) * HAUTEUR) / boite.height];
    }

    sous(evenement) { var q = this.pixel(evenement); return this.situer(q[0], q[1]); }

    dessiner() {
      var carte = this.carteTarget, point = this.point;
      if (!this.fond || !this.centre) return;
      carte.textContent = "";
      // On a narrow screen the drawing shrinks: letters less so.
      this.lettre = LETTRE * Math.min(LETTRE_MAX, Math.max(1, LARGEUR / (carte.getBoundingClientRect().width || LARGEUR)));
      carte.style.fontSize = this.lettre + "px";
      carte.appendChild(noeud("rect", { class: "mer", width: LARGEUR, height: HAUTEUR }));
      this.fond.contours.forEach(function (anneaux) {
        carte.appendChild(noeud("path", { class: "terre", d: anneaux.map(this.trace, this).join("") }));
      }, this);
      this.dessinerLesCommunes(carte);
      this.dessinerLEchelle(carte);
      if (!point) return;
      var p = this.projeter(point[1], point[0]);
      carte.appendChild(noeud("path", { class: "point", d: "M" + p + "l-9,-16a11,11 0 1 1 18,0z" }));
      carte.appendChild(noeud("circle", { class: "oeil", cx: p[0], cy: p[1] - 21, r: 4 }));
    }

    trace(anneau) {
      return "M" + anneau.map(function (p) { return this.projeter(p[0], p[1]).map(Math.round); }, this).join("L") + "Z";
    }

    // Town halls, and as many names as cover neither one another nor the scale.
    dessinerLesCommunes(carte) {
      var pris = [[0, HAUTEUR - 44, 110, HAUTEUR]], mairie = this.fond.mairie;
      var communes = mairie ? [mairie].concat(this.fond.communes) : this.fond.communes;
      communes.forEach(function (commune, rang) {
        var p = this.projeter(commune[2], commune[1]), large = commune[0].length * this.lettre * 0.55 + 12;
        if (p[0] < 0 || p[0] > LARGEUR || p[1] < 0 || p[1] > HAUTEUR) return;
        var boite = [p[0] - 6, p[1] - this.lettre, p[0] + large, p[1] + this.lettre * 0.6];
        if (boite[2] > LARGEUR || boite[1] < 0 || boite[3] > HAUTEUR) return;
        var couvert = pris.some(function (b) { return b[0] < boite[2] && boite[0] < b[2] && b[1] < boite[3] && boite[1] < b[3]; });
        if (couvert) return;
        pris.push(boite);
        carte.appendChild(noeud("circle", { class: mairie && !rang ? "mairie" : "commune", cx: p[0], cy: p[1], r: mairie && !rang ? 6 : 3 }));
        carte.appendChild(noeud("text", { x: p[0] + 9, y: p[1] + this.lettre / 3, class: mairie && !rang ? "sienne" : "" }, commune[0]));
      }, this);
    }

    dessinerLEchelle(carte) {
      var km = PAS_ECHELLE.filter(function (pas) { return pas <= this.largeur / 5; }, this).pop() || PAS_ECHELLE[0];
      var px = (km * LARGEUR) / this.largeur, y = HAUTEUR - 14;
      carte.appendChild(noeud("path", { class: "echelle", d: "M14," + (y - 5) + "v5h" + px + "v-5" }));
      carte.appendChild(noeud("text", { x: 18, y: y - 8 }, km < 1 ? km * 1000 + "\u202fm" : km + "\u202fkm"));
    }
  }

  window.wagtail.app.register("position", Position);
})();
