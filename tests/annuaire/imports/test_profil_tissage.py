"""The portal's own columns, from the cell to the database."""

from datetime import date

import pytest

from annuaire.models import Acteur, Geste, Public, Reseau, TypeLabel


@pytest.fixture
def un(importer, pays):
    """``un(colonne=cellule…)`` imports one row: (actor or None, kinds of remarks)."""

    def _un(**cellules):
        cellules = {"nom": "A", **cellules}
        ligne = ",".join('"' + str(v).replace('"', '""') + '"' for v in cellules.values())
        _compte, (resultat,) = importer(f"{','.join(cellules)}\n{ligne}\n")
        acteur = Acteur.objects.filter(pk=resultat.acteur).first()
        return acteur, [remarque.genre for remarque in resultat.fiche.remarques]

    return _un


def test_seul_le_nom_est_requis(importer, pays):
    _compte, resultats = importer("nom\nA\n \n")
    assert [(r.etat, r.raison) for r in resultats] == [("cree", ""), ("refuse", "ligne vide")]
    _compte, resultats = importer("nom,sigle\n,B\n")
    assert [(r.etat, r.raison) for r in resultats] == [("refuse", "sans nom")]


def test_les_colonnes_se_reconnaissent_sans_accent_ni_casse(importer, pays):
    importer("Nom;Code Postal;Ville;E-mail;Étiquettes\nA;44190;Clisson;contact@a.org;x|y\n")
    acteur = Acteur.objects.get()
    assert acteur.lieux.get().commune_id == "44043"
    assert acteur.contacts.get().valeur == "contact@a.org"
    assert sorted(acteur.etiquettes.names()) == ["x", "y"]


def test_un_acteur_importe_est_publie_et_dit_sa_source(un):
    acteur, _remarques = un(nom="Le &amp; Lieu", description="<p>Un</p><p>Deux</p>")
    assert (acteur.live, acteur.nom, acteur.description) == (True, "Le & Lieu", "Un\nDeux")
    assert (acteur.source.nom, acteur.source.licence) == ("Essai", "LO")


def test_les_categories_deviennent_domaines_ou_etiquettes(un, pays):
    acteur, remarques = un(categories="Recyclerie|truc|Alimentation", etiquettes="Truc|b")
    assert acteur.domaine_principal_id == pays("ressourceries")
    assert {d.slug for d in acteur.domaines.all()} == {"ressourceries", "alimentation"}
    assert sorted(acteur.etiquettes.names()) == ["Truc", "b"]
    assert remarques == []


def test_le_balisage_d_une_cellule_ne_cache_pas_ses_mots(un, pays):
    acteur, remarques = un(
        categories="<b>Recyclerie</b>|&lt;i&gt;Alimentation&lt;/i&gt;",
        etiquettes="<em>vrac</em> &amp; bio|<br>",
        gestes="<b>réparer</b>",
    )
    assert acteur.domaine_principal_id == pays("ressourceries")
    assert {d.slug for d in acteur.domaines.all()} == {"ressourceries", "alimentation"}
    assert list(acteur.etiquettes.names()) == ["vrac & bio"]
    assert [g.slug for g in acteur.gestes.all()] == ["reparer"]
    assert remarques == []


def test_gestes_publics_et_reseaux(un, pays):
    acteur, remarques = un(
        gestes="réparer|Acheter|danser", publics="jeunes", reseaux="Emmaüs France"
    )
    assert {g.slug for g in acteur.gestes.all()} == {"reparer", "acheter"}
    assert [p.pk for p in acteur.publics.all()] == [pays("jeunes", Public)]
    connu = Reseau.objects.filter(nom="Emmaüs France").exists()
    assert acteur.reseaux.count() == connu
    assert remarques == ["etiquette"] * (1 if connu else 2)
    assert Geste.objects.filter(nom="danser").exists() is False


@pytest.mark.parametrize(
    ("cellules", "famille", "remarques"),
    [
        ({"famille": "coopérative"}, "cooperative", []),
        ({"famille": "association (loi de 1901)"}, "association", []),
        ({"famille": "association_locale"}, "association_locale", []),
        ({"famille": "scop"}, "cooperative", []),
        ({"famille": "SCIC SA"}, "cooperative", []),
        ({"famille": "Association loi 1901"}, "association", []),
        ({"famille": "secte"}, "", ["famille"]),
        ({"famille": ""}, "", []),
        ({"forme_juridique": "SCOP"}, "cooperative", []),
        ({"forme_juridique": "Association"}, "", []),
        ({"forme_juridique": "SARL", "famille": ""}, "", []),
        ({"famille": "société commerciale de l’ESS"}, "", ["famille"]),
        (
            {"famille": "societe_ess", "famille_preuve_le": "2024-05-01", "preuve": "a.org/p"},
            "societe_ess",
            [],
        ),
        ({"famille": "societe_ess", "famille_preuve_le": "2024-05-01"}, "", ["famille"]),
        ({"famille": "societe_ess", "preuve": "a.org/p"}, "", ["famille"]),
        (
            {"famille": "societe_ess", "famille_preuve_le": "2999-05-01", "preuve": "a.org/p"},
            "",
            ["famille"],
        ),
    ],
)
def test_la_famille_est_dite_ou_vide(un, cellules, famille, remarques):
    acteur, dites = un(**cellules)
    assert (acteur.famille, dites) == (famille, remarques)


def test_les_numeros_faux_n_empechent_pas_la_ligne(un):
    acteur, remarques = un(siret="123", rna="x", naf="y", effectif="beaucoup", cree_en="hier")
    assert (acteur.siret, acteur.siren, acteur.rna, acteur.naf) == ("", "", "", "")
    assert (acteur.effectif, acteur.cree_en) == (None, None)
    assert remarques == ["siret", "rna", "naf", "effectif", "date"]


def test_les_numeros_justes_entrent(un):
    acteur, remarques = un(
        siret="807 469 317 00018",
        siren="500000005",
        rna="W442000123",
        naf="56.21Z",
        effectif="12",
        cree_en="01/02/2014",
    )
    assert (acteur.siret, acteur.siren) == ("80746931700018", "807469317")
    assert (acteur.rna, acteur.naf, acteur.effectif) == ("W442000123", "5621Z", 12)
    assert (acteur.cree_en, remarques) == (date(2014, 2, 1), [])


@pytest.mark.parametrize(
    ("ecrit", "etat", "numero", "expire_le"),
    [
        ("ESUS", "declare", "", None),
        ("esus (vérifié, N-12)", "verifie", "N-12", None),
        ("esus (https://preuve.example/a, vérifié)", "verifie", "", None),
        ("Entreprise solidaire d’utilité sociale (expirée)", "expire", "", None),
        ("ESUS (vérifié, 2027-01-31, N-12)", "verifie", "N-12", date(2027, 1, 31)),
        ("ESUS (31/01/2027)", "declare", "", date(2027, 1, 31)),
    ],
)
def test_un_label_dit_son_etat_son_terme_et_son_numero(un, pays, ecrit, etat, numero, expire_le):
    acteur, remarques = un(labels=ecrit)
    label = acteur.labels.get()
    assert label.type_id == pays("esus", TypeLabel)
    assert (label.etat, label.numero, label.expire_le) == (etat, numero, expire_le)
    assert remarques == []


def test_un_label_verifie_dit_sa_preuve(un, pays):
    par_numero = un(labels="ESUS (vérifié, N-12)")[0].labels.get()
    assert (par_numero.organisme, par_numero.preuve) == (
        TypeLabel.objects.get(slug="esus").organisme,
        "",
    )
    par_adresse = un(labels="ESUS (vérifié, https://preuve.example/a)")[0].labels.get()
    assert (par_adresse.organisme, par_adresse.preuve) == ("", "https://preuve.example/a")


@pytest.mark.parametrize("ecrit", ["ESUS (vérifié)", "ESUS (vérifié, 2027-01-31)"])
def test_un_label_verifie_sans_preuve_est_declare_et_le_dit(un, ecrit):
    acteur, remarques = un(labels=ecrit)
    assert (acteur.labels.get().etat, remarques) == ("declare", ["label"])


@pytest.mark.parametrize("ecrit", ["Machin", "(vérifié)", "ESUS (a) b"])
def test_un_label_inconnu_n_est_ni_label_ni_etiquette(un, ecrit):
    acteur, remarques = un(labels=ecrit)
    assert (acteur.labels.count(), acteur.etiquettes.count(), remarques) == (0, 0, ["label"])


def test_une_etiquette_ne_passe_pas_pour_un_label(un):
    acteur, remarques = un(etiquettes="AB|bio", categories="Agriculture biologique")
    assert (list(acteur.etiquettes.names()), acteur.labels.count()) == (["bio"], 0)
    assert remarques == ["label", "label"]


@pytest.mark.parametrize(
    ("ecrit", "zone"),
    [
        ("commune:44043", ("commune", "44043")),
        ("Commune : Clisson", ("commune", "44043")),
        ("departement:44", ("departement", "44")),
        ("département:Loire-Atlantique", ("departement", "44")),
        ("region:52", ("region", "52")),
        ("epci:200067635", ("epci", "200067635")),
        ("national", ("national", None)),
        ("rayon:20", ("rayon", 20)),
        ("rayon:20 km", ("rayon", 20)),
    ],
)
def test_une_zone(un, ecrit, zone):
    acteur, remarques = un(zone=ecrit)
    rangee = acteur.zones.get()
    trouve = (
        rangee.commune_id
        or rangee.epci_id
        or rangee.departement_id
        or rangee.region_id
        or rangee.rayon_km
    )
    assert ((rangee.genre, trouve), remarques) == (zone, [])


@pytest.mark.parametrize(
    "ecrit", ["rayon:0", "rayon:501", "rayon:x", "planète", "commune:", "commune:Xyzzy", "epci:44"]
)
def test_une_zone_incomprise_se_dit(un, ecrit):
    acteur, remarques = un(zone=ecrit)
    assert (acteur.zones.count(), remarques) == (0, ["zone"])


def test_deux_zones_pareilles_n_en_font_qu_une(un):
    acteur, _remarques = un(zone="departement:44|Departement:44|national")
    assert [z.genre for z in acteur.zones.all()] == ["departement", "national"]


@pytest.mark.parametrize(
    ("cellules", "public"),
    [
        ({"telephone": "0240123456", "forme_juridique": "Association"}, True),
        ({"telephone": "0240123456", "rna": "W442000123"}, True),
        ({"telephone": "0240123456", "famille": "coopérative"}, True),
        ({"telephone": "0240123456"}, False),
        ({"telephone": "0240123456", "forme_juridique": "Micro-entreprise"}, False),
        ({"telephone": "0612345678", "forme_juridique": "Association"}, False),
        ({"email": "contact@a.org"}, True),
        ({"email": "jean.dupont@a.org", "forme_juridique": "Association"}, False),
        ({"site_web": "a.org"}, True),
        ({"reseaux_sociaux": "https://framapiaf.org/@a"}, True),
    ],
)
def test_un_contact_importe_n_est_public_que_generique(un, cellules, public):
    assert un(**cellules)[0].contacts.get().public == public


def test_l_adresse_d_une_personne_seule_n_est_pas_publique(un):
    forme = "Entrepreneur individuel"
    acteur, _ = un(adresse="1 rue X", commune="Clisson", forme_juridique=forme)
    autre, _ = un(nom="B", adresse="1 rue X", commune="Clisson", forme_juridique="SARL")
    assert [x.lieux.get().public for x in (acteur, autre)] == [False, True]


@pytest.mark.parametrize(
    ("ecrit", "fauteuil", "texte"),
    [("oui", "oui", ""), ("Partiel", "partiel", ""), ("Une marche", "", "Une marche")],
)
def test_accessibilite(un, ecrit, fauteuil, texte):
    lieu = un(accessibilite=ecrit, commune="Clisson")[0].lieux.get()
    assert (lieu.fauteuil, lieu.accessibilite) == (fauteuil, texte)


def test_le_reste_des_textes(un):
    acteur, remarques = un(
        raison_sociale="A SARL",
        sigle="AS",
        accroche="x" * 300,
        offre="pain|vin",
        horaires="Mo 09:00-12:00",
        a_distance="oui",
        itinerant="non",
    )
    assert (acteur.raison_sociale, acteur.sigle, acteur.offre) == ("A SARL", "AS", "pain\nvin")
    assert (acteur.accroche, acteur.horaires) == ("x" * 199 + "…", "Mo 09:00-12:00")
    assert (acteur.a_distance, acteur.itinerant, remarques) == (True, False, ["texte"])


@pytest.mark.parametrize(
    ("colonne", "precision"),
    [
        ({}, "adresse"),
        ({"precision": "rue"}, "rue"),
        ({"precision": ""}, ""),
        ({"precision": "au jugé"}, ""),
    ],
)
def test_la_precision_est_celle_que_dit_la_colonne(un, colonne, precision):
    acteur, _remarques = un(
        commune="Nantes", code_postal="44000", latitude="47.2301", longitude="-1.5602", **colonne
    )
    assert acteur.lieux.get().precision == precision


@pytest.mark.parametrize("nom", ["&nbsp;", "<b></b>", "\u200b"])
def test_un_nom_sans_un_mot_est_refuse(importer, pays, nom):
    _compte, (resultat,) = importer(f'nom;commune\n"{nom}";Nantes\n')
    assert (resultat.etat, resultat.raison) == ("refuse", "sans nom")


def test_deux_noms_faits_de_signes_sont_deux_acteurs(importer, pays):
    assert importer.etats("nom;commune\n🌈;Nantes\n🍎;Nantes\n🌈;Nantes\n") == [
        "cree",
        "cree",
        "refuse",
    ]


def test_un_siren_dans_la_colonne_du_siret_est_garde(importer, pays):
    _compte, (resultat,) = importer("nom;siret\nX;807 469 317\n")
    assert (resultat.fiche.champs["siret"], resultat.fiche.champs["siren"]) == ("", "807469317")
