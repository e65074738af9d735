"""The default taxonomies: what their files promise, and a loading that respects editors."""

import csv
import json
from collections import defaultdict
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Locale

from annuaire.models import Acteur, Domaine, Geste, Public, Reseau, TypeLabel
from annuaire.taxonomies_par_defaut import FICHIERS, charger, cle, correspondances, lire
from search.analyse import jetons
from socle.palette import COULEURS, ICONES

MODELES = (Domaine, *FICHIERS)


def slugs(modele):
    return {ligne["slug"] for ligne in lire(modele)}


def cibles(table):
    """The words at the leaves of nested tables."""
    for valeur in table.values():
        yield from cibles(valeur) if isinstance(valeur, dict) else [valeur]


# ------------------------------------------------------------------ the files
def test_domaines_nombreux_et_riches_en_mots():
    lignes = lire(Domaine)
    racines = [ligne for ligne in lignes if not ligne["parent"]]
    pauvres = [
        ligne["slug"]
        for ligne in lignes
        if len(ligne["mots"].split(",")) < (6 if ligne["parent"] else 12)
    ]
    sans_enfant = {r["slug"] for r in racines} - {ligne["parent"] for ligne in lignes}
    assert (len(racines) >= 12, pauvres, sans_enfant) == (True, [], set())


@pytest.mark.parametrize("modele", MODELES)
def test_un_mot_mene_a_une_seule_entree(modele):
    """As search and imports compare words: case, accents, plurals and endings aside."""
    entrees = defaultdict(set)
    for ligne in lire(modele):
        for mot in (ligne["nom"], ligne["slug"].replace("-", " "), *ligne["mots"].split(",")):
            entrees[" ".join(jetons(mot, "fr"))].add(ligne["slug"])
    assert {mot: ou for mot, ou in entrees.items() if len(ou) > 1 or not mot} == {}


def test_icones_et_couleurs_sont_de_la_palette():
    icones = {ligne["icone"] for modele in (Domaine, Geste) for ligne in lire(modele)}
    couleurs = {ligne["couleur"] for ligne in lire(Domaine) if not ligne["parent"]}
    assert (icones - set(ICONES), couleurs - {c[0] for c in COULEURS}) == (set(), set())


@pytest.mark.parametrize("modele", MODELES)
def test_slugs_uniques_et_noms_dans_les_deux_langues(modele):
    lignes = lire(modele)
    sans_anglais = [ligne["slug"] for ligne in lignes if not ligne["nom_en"]]
    assert (len(slugs(modele)), sans_anglais) == (len(lignes), [])


def test_les_noms_anglais_distinguent():
    assert [len({x["nom_en"] for x in lire(m)}) - len(lire(m)) for m in MODELES] == [0] * 5


def test_agrements_conventions_statuts_et_labels_ne_se_melangent_pas():
    natures = {ligne["slug"]: ligne["nature"] for ligne in lire(TypeLabel)}
    iae = {s for s, n in natures.items() if n == "convention"}
    assert (
        iae,
        natures["esus"],
        natures["geiq"],
        natures["entreprise-adaptee"],
        natures["esat"],
    ) == (
        {"aci", "ai", "ei", "etti", "eiti"},
        "agrement",
        "label",
        "agrement",
        "statut",
    )


def test_ce_que_l_etat_accorde_cite_son_texte():
    muets = [
        x["slug"] for x in lire(TypeLabel) if x["nature"] != "label" and not x.get("reference")
    ]
    assert muets == []


def test_les_correspondances_menent_a_ce_qui_existe():
    tables = correspondances()
    domaines = {
        *cibles(tables["osm"]["domaines"]),
        *cibles(tables["naf"]),
        *cibles(tables["siae"]["domaines"]),
        *cibles(tables["gogocarto"]["domaines"]),
    }
    assert domaines - slugs(Domaine) == set()
    assert set(cibles(tables["osm"]["gestes"])) - slugs(Geste) == set()
    assert set(tables["siae"]["labels"].values()) - slugs(TypeLabel) == set()
    assert set(tables["familles"].values()) - set(Acteur.FAMILLES_ESS) == set()


def test_une_forme_incertaine_n_a_pas_de_famille():
    familles = correspondances()["familles"]
    assert [
        familles.get(f, "") for f in ("association", "sarl", "sas", "association loi 1901")
    ] == [
        "",
        "",
        "",
        "association",
    ]


def test_le_bio_declare_n_est_jamais_le_label_ab():
    bio = correspondances()["osm"]["etiquettes"]["organic"]
    assert set(bio.values()) == {"propose du bio"}


# ------------------------------------------------------------------ the real lists
def test_couverture_de_la_liste_osm(listes_reelles):
    regles = correspondances()["osm"]["domaines"]
    with (listes_reelles / "nantes-reemploi-osm.csv").open(encoding="utf-8-sig") as fichier:
        lignes = list(csv.DictReader(fichier))
    muettes = [
        ligne["id_osm"]
        for ligne in lignes
        if not any(
            valeur in valeurs
            for tag, valeurs in regles.items()
            for valeur in (ligne.get(tag) or "").split(";")
        )
    ]
    assert (len(lignes), len(muettes)) == (354, 4)


def test_couverture_de_la_liste_siae(listes_reelles):
    tables = correspondances()
    with (listes_reelles / "siae-france.csv").open(encoding="utf-8-sig") as fichier:
        lignes = list(csv.DictReader(fichier))
    metiers = 0
    for ligne in lignes:
        naf = ligne["naf"].upper()
        connu = any(naf[:n] in tables["naf"] for n in range(2, 6))
        metiers += bool(naf) and naf not in tables["siae"]["naf_ignores"] and connu
    sans_type = {ligne["type"] for ligne in lignes} - set(tables["siae"]["domaines"])
    assert (len(lignes), metiers, sans_type) == (3853, 1921, set())


def test_toutes_les_rubriques_gogocarto_sont_connues(listes_reelles):
    texte = (listes_reelles / "alternatives-gogocarto.json").read_text(encoding="utf-8")
    rubriques = {
        x["@id"]
        for acteur in json.loads(texte)["data"]
        if isinstance(acteur["taxonomy"], list)
        for x in acteur["taxonomy"]
        if isinstance(x, dict) and x.get("@id")
    }
    assert rubriques - set(correspondances()["gogocarto"]["domaines"]) == set()


# ------------------------------------------------------------------ loading
@pytest.mark.django_db
def test_premier_chargement_cree_tout_dans_la_langue_par_defaut():
    comptes = charger()
    assert [(c.crees, c.total) for c in comptes] == [(len(lire(m)), len(lire(m))) for m in MODELES]
    assert Domaine.objects.exclude(locale=Locale.get_default()).count() == 0


@pytest.mark.django_db
def test_second_chargement_ne_change_rien(django_assert_num_queries):
    charger()
    with django_assert_num_queries(5 + 2 + 2):
        comptes = charger()
    assert [(c.crees, c.modifies, c.gardes) for c in comptes] == [(0, 0, 0)] * 5


@pytest.mark.django_db
def test_les_enfants_ont_leur_parent_et_l_ordre_des_fichiers():
    charger()
    velo = Domaine.objects.get(slug="velo")
    premiers = Domaine.objects.filter(parent=None).values_list("slug", flat=True)[:2]
    assert (velo.parent.slug, velo.ordre, list(premiers)) == (
        "mobilite",
        1,
        ["alimentation", "reemploi"],
    )


@pytest.mark.django_db
def test_les_cles_de_facettes_sont_les_memes_partout():
    charger()
    assert Domaine.objects.get(slug="velo").translation_key == cle(Domaine, "velo")
    assert cle(Domaine, "culture") != cle(Geste, "culture")


@pytest.mark.django_db
def test_ce_que_la_redaction_a_change_est_garde():
    charger()
    Domaine.objects.filter(slug="velo").update(nom="La petite reine", slug="petite-reine")
    comptes = charger()
    assert (comptes[0].gardes, comptes[0].crees) == (1, 0)
    assert Domaine.objects.get(slug="petite-reine").nom == "La petite reine"


@pytest.mark.django_db
def test_forcer_redonne_ce_que_disent_les_fichiers():
    charger()
    Geste.objects.filter(slug="donner").update(nom="Offrir")
    comptes = charger(forcer=True)
    assert (comptes[1].modifies, comptes[1].gardes) == (1, 0)
    assert Geste.objects.get(slug="donner").nom == "Donner"


@pytest.mark.django_db
def test_une_entree_saisie_a_la_main_sous_le_meme_slug_n_est_pas_doublee():
    Public.objects.create(nom="Les jeunes", slug="jeunes", locale=Locale.get_default())
    charger()
    assert list(Public.objects.filter(slug="jeunes").values_list("nom", flat=True)) == [
        "Les jeunes"
    ]


@pytest.mark.django_db
def test_une_entree_ajoutee_par_la_redaction_reste():
    Reseau.objects.create(nom="Chez nous", slug="chez-nous", locale=Locale.get_default())
    charger(forcer=True)
    assert Reseau.objects.filter(slug="chez-nous").count() == 1


@pytest.fixture
def anglais(db):
    return Locale.objects.create(language_code="en")


def noms(modele, locale):
    return dict(modele.objects.filter(locale=locale).values_list("slug", "nom"))


def test_un_site_en_anglais_a_les_noms_anglais(anglais):
    comptes = charger()
    assert [c.crees for c in comptes] == [2 * len(lire(m)) for m in MODELES]
    assert [noms(m, anglais) for m in MODELES] == [
        {ligne["slug"]: ligne["nom_en"] for ligne in lire(m)} for m in MODELES
    ]
    velo = Domaine.objects.get(slug="velo", locale=anglais)
    assert (velo.nom, velo.parent.nom, velo.parent.locale, velo.mots) == (
        "Cycling",
        "Getting around",
        anglais,
        "",
    )
    assert velo.translation_key == cle(Domaine, "velo")


def test_l_anglais_venu_plus_tard_se_charge_seul_et_une_fois(db):
    charger()
    anglais = Locale.objects.create(language_code="en")
    bilans = [[(c.crees, c.modifies, c.gardes) for c in charger()] for _fois in range(2)]
    assert bilans == [[(len(lire(m)), 0, 0) for m in MODELES], [(0, 0, 0)] * 5]
    assert Geste.objects.filter(locale=anglais).count() == len(lire(Geste))


def test_une_langue_sans_noms_dans_les_fichiers_reste_vide(db):
    allemand = Locale.objects.create(language_code="de")
    charger()
    assert [m.objects.filter(locale=allemand).count() for m in MODELES] == [0] * 5


def test_une_traduction_de_la_redaction_est_gardee(anglais):
    charger()
    Geste.objects.filter(slug="donner", locale=anglais).update(nom="Give away")
    comptes = charger()
    assert (comptes[1].gardes, noms(Geste, anglais)["donner"]) == (1, "Give away")
    assert (charger(forcer=True)[1].modifies, noms(Geste, anglais)["donner"]) == (1, "Give")


def test_la_traduction_suit_l_entree_saisie_a_la_main(anglais):
    jeunes = Public.objects.create(nom="Les jeunes", slug="jeunes", locale=Locale.get_default())
    charger()
    traduite = Public.objects.get(slug="jeunes", locale=anglais)
    assert traduite.translation_key == jeunes.translation_key


@pytest.mark.django_db
def test_la_commande_dit_ce_qu_elle_a_fait():
    sorties = []
    for options in ({}, {}, {"modifie": True}, {"forcer": True}):
        if options.pop("modifie", False):
            Geste.objects.filter(slug="donner").update(nom="Offrir")
        sortie = StringIO()
        call_command("charger_taxonomies", stdout=sortie, **options)
        sorties.append(sortie.getvalue().splitlines()[1:6:4] + sortie.getvalue().splitlines()[5:])
    assert [lignes[0].split(" : ")[1] for lignes in sorties] == [
        "14 entrées, 14 créées, 0 modifiées, 0 gardées telles quelles, 0 inchangées",
        "14 entrées, 0 créées, 0 modifiées, 0 gardées telles quelles, 14 inchangées",
        "14 entrées, 0 créées, 0 modifiées, 1 gardées telles quelles, 13 inchangées",
        "14 entrées, 0 créées, 1 modifiées, 0 gardées telles quelles, 13 inchangées",
    ]
    assert [lignes[-1] for lignes in sorties[1:3]] == [
        "Les taxonomies étaient à jour : rien n’a changé.",
        "Entrées modifiées par la rédaction et gardées : 1 "
        "(--forcer leur redonne ce que disent les fichiers).",
    ]
