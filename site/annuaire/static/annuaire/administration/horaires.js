// Hours in rows: edits a JSON in a hidden field that the server composes (annuaire/horaires/echanges.py
// says its shape). Nothing is posted until somebody touches a row. Needs Wagtail's Stimulus.
(function () {
  var ATTENTE = 500;
  var SUR_RENDEZ_VOUS = "sur rendez-vous";
  var PAIRES = [2, 52, 2], IMPAIRES = [1, 53, 2];

  function tous(racine, choix) { return Array.prototype.slice.call(racine.querySelectorAll(choix)); }
  function champ(racine, nom) { return racine.querySelector('[data-champ="' + nom + '"]'); }
  function partie(racine, nom) { return racine.querySelector('[data-partie="' + nom + '"]'); }
  function nombre(texte) { return /^\d+$/.test(texte.trim()) ? parseInt(texte, 10) : null; }
  function coches(racine, nom) {
    return tous(racine, '[data-champ="' + nom + '"]:checked').map(function (c) { return parseInt(c.value, 10); });
  }
  function cocher(racine, nom, valeurs) {
    tous(racine, '[data-champ="' + nom + '"]').forEach(function (c) {
      c.checked = valeurs.indexOf(parseInt(c.value, 10)) >= 0;
    });
  }
  function montrer(racine, quoi, oui) {
    tous(racine, '[data-si="' + quoi + '"]').forEach(function (e) { e.hidden = !oui; });
  }

  // What a piece of the form says, and the other way round.
  function lirePlages(racine) {
    return tous(racine, '[data-partie="plage"]').map(function (p) { return [champ(p, "de").value, champ(p, "a").value]; });
  }
  function lirePeriode(racine) {
    return {
      du: [nombre(champ(racine, "mois").value), nombre(champ(racine, "jour").value)],
      au: [nombre(champ(racine, "mois-fin").value), nombre(champ(racine, "jour-fin").value)],
      an: nombre(champ(racine, "an").value),
    };
  }
  function ecrirePeriode(racine, periode) {
    var annees = champ(racine, "an");
    if (!annees.querySelector('option[value="' + periode.an + '"]')) {
      annees.appendChild(new Option(periode.an, periode.an));
    }
    champ(racine, "mois").value = periode.du[0]; champ(racine, "jour").value = periode.du[1];
    champ(racine, "mois-fin").value = periode.au[0]; champ(racine, "jour-fin").value = periode.au[1];
    annees.value = periode.an;
  }
  // Weeks by number, as [first, last, step]: even, odd, or what the pieces say.
  function lireSemaines(racine) {
    var quand = champ(racine, "quand").value;
    if (quand === "paires") return [PAIRES];
    if (quand === "impaires") return [IMPAIRES];
    if (quand !== "semaines") return [];
    return tous(racine, '[data-partie="semaine"]').map(function (s) {
      var de = nombre(champ(s, "semaine").value), a = nombre(champ(s, "semaine-fin").value);
      // One number alone is that week.
      return [de, a === null ? de : a, parseInt(champ(s, "pas").value, 10)];
    });
  }
  function quandDe(dite) {
    var semaines = JSON.stringify(dite.semaines);
    if (semaines === JSON.stringify([PAIRES])) return "paires";
    if (semaines === JSON.stringify([IMPAIRES])) return "impaires";
    if (dite.semaines.length) return "semaines";
    return dite.rangs.length ? "rangs" : "";
  }
  function lireSaison(racine) {
    var genre = champ(racine, "saison").value;
    if (genre === "mois") return { mois: coches(racine, "mois-de-saison") };
    return genre ? lirePeriode(partie(racine, "periode")) : null;
  }
  function lireRangee(racine) {
    var etat = champ(racine, "etat").value;
    var heures = etat === "ouvert" || etat === "rendez_vous";
    return {
      jours: coches(racine, "jours"),
      rangs: champ(racine, "quand").value === "rangs" ? coches(racine, "rangs") : [],
      semaines: lireSemaines(racine),
      etat: etat,
      plages: heures ? lirePlages(racine) : [],
      saison: lireSaison(racine),
      remarque: etat === "ferme" ? "" : champ(racine, "remarque").value,
    };
  }

  class Horaires extends window.StimulusModule.Controller {
    static get targets() { return ["texte", "particulier", "envoi", "editeur", "apercu", "bascule"]; }
    static get values() { return { adresse: String, saisie: String }; }

    connect() {
      this.bascule = this.basculeTarget;
      this.bascule.hidden = false;
      this.demande = 0;
      // Wagtail moves the places of an actor around: what is already drawn stays.
      if (this.editeurTarget.firstElementChild) return;
      // Of all the editors of a page, the actor's own brings the rows.
      var rangees = document.querySelector('template[data-horaires="rangees"]');
      this.editeurTarget.appendChild(rangees.content.cloneNode(true));
      partie(this.editeurTarget, "feries").querySelector('[data-partie="plages"]').appendChild(this.modele("plages"));
      this.remplir(this.saisieValue ? JSON.parse(this.saisieValue) : null);
      if (this.envoiTarget.value) this.demander({ saisie: this.envoiTarget.value });
    }

    disconnect() { clearTimeout(this.minuterie); }

    modele(nom) {
      return this.editeurTarget.querySelector('template[data-modele="' + nom + '"]').content.cloneNode(true);
    }

    poserLaPeriode(racine) { racine.querySelector("[data-place=periode]").appendChild(this.modele("periode")); }

    // Draw rows, or the text when there are none to draw (null).
    remplir(saisie) {
      var editeur = this.editeurTarget;
      this.particulierTarget.hidden = Boolean(saisie);
      if (saisie) {
        partie(editeur, "rangees").textContent = "";
        partie(editeur, "fermetures").textContent = "";
        var feries = partie(editeur, "feries");
        partie(feries, "liste").textContent = "";
        saisie.rangees.forEach(this.rangee, this);
        saisie.fermetures.forEach(this.fermeture, this);
        champ(editeur, "feries").value = saisie.feries.etat;
        this.plages(feries, saisie.feries.plages);
        var connu = !saisie.sinon || saisie.sinon === SUR_RENDEZ_VOUS;
        champ(editeur, "sinon").value = connu ? (saisie.sinon ? "rendez_vous" : "") : "autre";
        champ(editeur, "sinon-texte").value = connu ? "" : saisie.sinon;
        this.accorder();
      }
      this.montrerLesRangees(Boolean(saisie));
    }

    montrerLesRangees(oui) {
      this.editeurTarget.hidden = !oui;
      this.texteTarget.hidden = oui;
      this.bascule.textContent = this.bascule.dataset[oui ? "texte" : "rangees"];
    }

    rangee(dite) {
      partie(this.editeurTarget, "rangees").appendChild(this.modele("rangee"));
      var racine = partie(this.editeurTarget, "rangees").lastElementChild;
      partie(racine, "plages").appendChild(this.modele("plages"));
      this.poserLaPeriode(racine);
      cocher(racine, "jours", dite.jours);
      cocher(racine, "rangs", dite.rangs);
      var quand = champ(racine, "quand").value = quandDe(dite);
      if (quand === "semaines") dite.semaines.forEach(this.semaine.bind(this, racine));
      champ(racine, "etat").value = dite.etat;
      champ(racine, "remarque").value = dite.remarque;
      if (dite.saison) {
        champ(racine, "saison").value = dite.saison.mois ? "mois" : "dates";
        if (dite.saison.mois) cocher(racine, "mois-de-saison", dite.saison.mois);
        else ecrirePeriode(partie(racine, "periode"), dite.saison);
      }
      this.plages(racine, dite.plages.length ? dite.plages : [["", ""]]);
      return racine;
    }

    plages(racine, plages) {
      plages.forEach(function (plage) {
        partie(racine, "liste").appendChild(this.modele("plage"));
        var ligne = partie(racine, "liste").lastElementChild;
        champ(ligne, "de").value = plage[0]; champ(ligne, "a").value = plage[1];
      }, this);
    }

    semaine(racine, dite) {
      partie(racine, "liste-de-semaines").appendChild(this.modele("semaine"));
      var ligne = partie(racine, "liste-de-semaines").lastElementChild;
      champ(ligne, "semaine").value = dite[0]; champ(ligne, "semaine-fin").value = dite[1];
      champ(ligne, "pas").value = dite[2];
      return ligne;
    }

    fermeture(dite) {
      partie(this.editeurTarget, "fermetures").appendChild(this.modele("fermeture"));
      var racine = partie(this.editeurTarget, "fermetures").lastElementChild;
      this.poserLaPeriode(racine);
      if (dite) { ecrirePeriode(racine, dite); champ(racine, "motif").value = dite.remarque; }
      return racine;
    }

    // Show the parts that the choices ask for, and number the rows.
    accorder() {
      var editeur = this.editeurTarget, feries = partie(editeur, "feries");
      tous(editeur, '[data-partie="rangee"]').forEach(function (racine, rang) {
        var etat = champ(racine, "etat").value, saison = champ(racine, "saison").value;
        var quand = champ(racine, "quand").value;
        if (quand === "semaines" && !partie(racine, "semaine")) this.semaine(racine, ["", "", 1]);
        tous(racine, "[data-numero]").forEach(function (e) { e.textContent = rang + 1; });
        montrer(racine, "rangs", quand === "rangs");
        montrer(racine, "semaines", quand === "semaines");
        montrer(racine, "parite", quand === "paires" || quand === "impaires" || quand === "semaines");
        montrer(racine, "mois", saison === "mois");
        montrer(racine, "dates", saison === "dates");
        montrer(racine, "plages", etat === "ouvert" || etat === "rendez_vous");
        montrer(racine, "remarque", etat !== "ferme");
      }, this);
      var horaires = champ(feries, "feries").value === "horaires";
      if (horaires && !partie(feries, "plage")) this.plages(feries, [["", ""]]);
      montrer(feries, "feries", horaires);
      montrer(editeur, "sinon", champ(editeur, "sinon").value === "autre");
    }

    lire() {
      var editeur = this.editeurTarget, feries = partie(editeur, "feries"), sinon = champ(editeur, "sinon").value;
      return JSON.stringify({
        rangees: tous(editeur, '[data-partie="rangee"]').map(lireRangee),
        feries: { etat: champ(feries, "feries").value, plages: lirePlages(feries) },
        fermetures: tous(editeur, '[data-partie="fermeture"]').map(function (racine) {
          return Object.assign(lirePeriode(racine), { remarque: champ(racine, "motif").value });
        }),
        sinon: sinon === "autre" ? champ(editeur, "sinon-texte").value : sinon && SUR_RENDEZ_VOUS,
      });
    }

    changer() {
      this.accorder();
      this.envoiTarget.value = this.lire();
      this.demanderBientot({ saisie: this.envoiTarget.value });
    }

    apercevoir() { this.demanderBientot({ texte: this.texteTarget.querySelector("input").value }); }

    ajouter(evenement) {
      var bouton = evenement.currentTarget, ajoute;
      if (bouton.dataset.ajouter === "plage") {
        this.plages(bouton.parentNode, [["", ""]]);
        ajoute = partie(bouton.parentNode, "liste").lastElementChild;
      } else if (bouton.dataset.ajouter === "semaine") {
        ajoute = this.semaine(bouton.closest("[data-partie=rangee]"), ["", "", 1]);
      } else if (bouton.dataset.ajouter === "fermeture") {
        ajoute = this.fermeture(null);
      } else {
        ajoute = this.rangee({ jours: [], rangs: [], semaines: [], etat: "ouvert", plages: [], saison: null, remarque: "" });
      }
      this.changer();
      ajoute.querySelector("input").focus();
    }

    retirer(evenement) {
      var piece = evenement.currentTarget.closest("[data-partie=plage],[data-partie=semaine],[data-partie=fermeture],[data-partie=rangee]");
      var liste = piece.parentNode, suivante = piece.nextElementSibling || piece.previousElementSibling;
      liste.removeChild(piece);
      this.changer();
      // The next of its kind, or the button that adds one.
      (suivante ? suivante.querySelector("input") : liste.parentNode.querySelector("[data-ajouter]")).focus();
    }

    basculer() {
      var controleur = this, saisie = this.envoiTarget.value, texte = this.texteTarget.querySelector("input");
      if (this.texteTarget.hidden) {
        if (!saisie) { this.montrerLesRangees(false); texte.focus(); return; }
        this.demander({ saisie: saisie }, function (dit) {
          if (dit.texte === null) return; // the preview says what is wrong: nothing is lost
          texte.value = dit.texte;
          controleur.envoiTarget.value = "";
          controleur.montrerLesRangees(false);
          texte.focus();
        });
      } else {
        this.demander({ texte: texte.value }, function (dit) {
          controleur.remplir(dit.saisie ? JSON.parse(dit.saisie) : null);
          (dit.saisie ? controleur.bascule : texte).focus();
        });
      }
    }

    demanderBientot(champs) {
      clearTimeout(this.minuterie);
      this.minuterie = setTimeout(this.demander.bind(this, champs), ATTENTE);
    }

    // Ask the server what the hours say; an answer that comes after a later question is dropped.
    demander(champs, suite) {
      var controleur = this, corps = new FormData(), entetes = {};
      clearTimeout(this.minuterie);
      this.demande += 1;
      var numero = this.demande;
      Object.keys(champs).forEach(function (nom) { corps.append(nom, champs[nom]); });
      entetes[window.wagtailConfig.CSRF_HEADER_NAME] = window.wagtailConfig.CSRF_TOKEN;
      fetch(this.adresseValue, { method: "POST", body: corps, headers: entetes, credentials: "same-origin" })
        .then(function (reponse) { if (!reponse.ok) throw new Error(reponse.status); return reponse.json(); })
        .then(function (dit) {
          if (numero !== controleur.demande) return;
          controleur.apercuTarget.innerHTML = dit.apercu;
          if (suite) suite(dit);
        })
        .catch(function () { controleur.apercuTarget.textContent = controleur.apercuTarget.dataset.panne; });
    }
  }

  window.wagtail.app.register("horaires", Horaires);
})();
