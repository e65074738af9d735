"""An export edited in a spreadsheet and taken back: what was edited changes, and nothing else."""

import io

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from openpyxl import Workbook, load_workbook

from annuaire import ecritures
from annuaire.imports import moteur, profils
from annuaire.imports.depots import depot as depots
from annuaire.imports.depots import passages
from annuaire.imports.retouches import classeur
from annuaire.imports.retouches.cellules import COLONNES, EDITABLES
from annuaire.models import Acteur, Contact, Lieu
from annuaire.provenances import PROPRIETAIRE, REDACTION, photographier
from tests.annuaire.fabriques import LieuFactory

LISTE = """identifiant;nom;raison_sociale;sigle;siret;famille;famille_preuve_le;famille_preuve;naf;\
effectif;cree_en;accroche;description;offre;categories;gestes;publics;etiquettes;labels;adresse;\
complement;code_postal;commune;latitude;longitude;accessibilite;horaires;site_web;reseaux_sociaux;\
telephone;email;a_distance;itinerant;zone
a;+ Que du vrac;SCOP Vrac;QDV;80746931700018;societe_ess;2024-01-02;https://exemple.fr/;4711B;12;\
2015-03-04;=à la louche;"Une ligne.

Une autre.";pain|vrac;Alimentation|Ressourceries;Acheter;;- pain|vrac;\
Agriculture biologique (vérifié, 2099-01-31, FR-BIO-01, https://exemple.fr/p%281%29)|\
Demeter (expiré);12, rue du Port;Bât. B;44000;Nantes;47.2301;-1.5602;oui;Mo-Fr 09:00-12:00;https://vrac.example/p(1);\
https://mastodon.social/@vrac;02 40 00 00 01|06 98 76 54 32;contact@vrac.example;oui;oui;\
commune:44109|departement:44|national|rayon:20
b;Sans position;;;;association;;;;;;;;;Alimentation;;;;;;;01000;Bourg-en-Bresse;;;\
quelques marches;;;;;;;;
c;Une artisane;;;;entrepreneur;;;;;;;;;;;;;;3, impasse des Lilas;;44190;Clisson;\
47.087;-1.281;;;;;;;;;
"""


@pytest.fixture
def liste(importer, pays):
    importer(LISTE)
    vrac = Acteur.objects.get(nom="+ Que du vrac")
    LieuFactory(acteur=vrac, nom="Dépôt", adresse="4, quai Neuf", sort_order=9)
    return vrac


def exporter():
    """The rows of the export, as a list of dicts."""
    sortie = io.BytesIO()
    classeur.ecrire(list(Acteur.objects.order_by("nom", "pk").values_list("pk", flat=True)), sortie)
    lignes = load_workbook(io.BytesIO(sortie.getvalue())).active.iter_rows(values_only=True)
    en_tete, *suite = lignes
    return [dict(zip(en_tete, ligne, strict=True)) for ligne in suite]


def reprendre(rangees, colonnes=COLONNES):
    """Import the rows of an export; return the depot."""
    livre, sortie = Workbook(), io.BytesIO()
    livre.active.append(list(colonnes))
    for rangee in rangees:
        livre.active.append([rangee[nom] for nom in colonnes])
        for cellule in livre.active[livre.active.max_row]:
            cellule.data_type = "s" if isinstance(cellule.value, str) else cellule.data_type
    livre.save(sortie)
    depot = depots.deposer(ContentFile(sortie.getvalue(), "retour.xlsx"))
    assert depot.profil == "retouche"
    for tache in ("simuler", "importer"):
        depots.demander(depot, tache)
        passages.executer(depot)
        depot.refresh_from_db()
    return depot


def etat():
    """Everything that a re-import could change: photographs and provenances."""
    acteurs = dict(Acteur.objects.values_list("pk", "provenance"))
    return photographier(list(acteurs)), acteurs


def differences(avant, apres):
    """[(name of the entry, field)] of what differs between two ``photographier``."""
    return sorted(
        (avant[pk]["nom"], champ)
        for pk, photo in apres.items()
        for champ in photo
        if photo[champ] != avant[pk][champ]
    )


def remarques(depot):
    lignes = depot.lignes.filter(simulation=False)
    return [t for t in lignes.order_by("numero").values_list("remarques", flat=True) if t]


def test_taken_back_as_it_is_it_changes_nothing(liste):
    avant = etat()
    depot = reprendre(exporter())
    assert depot.compte["etats"] == {"inchange": 3}
    assert etat() == avant


def test_without_its_hidden_column_either(liste):
    """As a CSV that somebody saved again, with only some of the columns."""
    avant = etat()
    colonnes = [nom for nom in COLONNES if nom not in ("version", "description", "zone")]
    rangees = exporter()
    texte = "\r\n".join(
        ";".join(f'"{(rangee[nom] or "").replace(chr(34), chr(34) * 2)}"' for nom in colonnes)
        for rangee in [dict(zip(colonnes, colonnes, strict=True)), *rangees]
    )
    depot = depots.deposer(ContentFile(texte.encode("utf-8-sig"), "r.csv"), profil="retouche")
    for tache in ("simuler", "importer"):
        depots.demander(depot, tache)
        passages.executer(depot)
    depot.refresh_from_db()
    assert depot.compte["etats"] == {"inchange": 3}
    assert etat() == avant


def test_five_cells_are_five_fields(liste):
    avant, _notes = etat()
    rangees = exporter()
    vrac, sans, artisane = rangees
    vrac["description"] = "Une ligne.\n\nUne autre, plus longue."
    vrac["horaires"] = "Mo-Sa 09:00-19:00"
    vrac["telephone"] = "02 40 00 00 09"
    sans["nom"] = "Avec un autre nom"
    artisane["etiquettes"] = "poterie"
    depot = reprendre(rangees)
    apres, notes = etat()
    assert differences(avant, apres) == [
        ("+ Que du vrac", "contacts.telephone"),
        ("+ Que du vrac", "description"),
        ("+ Que du vrac", "horaires"),
        ("Sans position", "nom"),
        ("Une artisane", "etiquettes"),
    ]
    assert depot.compte["etats"] == {"modifie": 3}
    signes = [c for note in notes.values() for c, v in note.items() if v["source"] == REDACTION]
    assert len(signes) == 5


@pytest.mark.parametrize(
    ("colonne", "texte", "champs"),
    [
        ("nom", "Que du vrac", ["nom"]),
        ("siret", "", ["siret"]),
        ("naf", "88.99B", ["naf"]),
        ("effectif", "14", ["effectif"]),
        ("cree_en", "12/03/2024", ["cree_en"]),
        ("a_distance", "", ["a_distance"]),
        ("categories", "Ressourceries | Alimentation", ["domaine_principal_id"]),
        ("categories", "Alimentation", ["domaines"]),
        ("gestes", "Acheter | Donner", ["gestes"]),
        ("labels", "Demeter", ["labels"]),
        ("zone", "national", ["zones"]),
        ("adresse", "14, rue du Port", ["lieux"]),
        ("accessibilite", "non", ["lieux"]),
        ("complement", "", ["lieux"]),
        ("site_web", "", ["contacts.site"]),
        ("email", "bonjour@vrac.example", ["contacts.email"]),
        ("famille", "cooperative", ["famille"]),
        ("latitude", "47.2302", ["lieux", "positions"]),
    ],
)
def test_one_cell_changes_its_own_field(liste, colonne, texte, champs):
    avant, _notes = etat()
    rangees = exporter()
    assert rangees[0][colonne] != texte
    rangees[0][colonne] = texte
    reprendre(rangees)
    apres, _notes = etat()
    assert differences(avant, apres) == [("+ Que du vrac", champ) for champ in champs]


def test_what_a_cell_does_not_say_is_carried_along(liste):
    """A private mobile, a second place, the state of a label that nobody touched."""
    rangees = exporter()
    rangees[0] |= {
        "telephone": "02 40 00 00 09",
        "adresse": "14, rue du Port",
        "labels": "Demeter (vérifié, 2031-01-31, X-1) | " + rangees[0]["labels"].split(" | ")[0],
    }
    reprendre(rangees)
    assert list(Contact.objects.filter(acteur=liste, genre="telephone").values_list("public")) == [
        (False,),
        (True,),
    ]
    lieux = list(liste.lieux.values_list("adresse", "latitude", "precision"))
    assert lieux == [("14, rue du Port", 47.2301, "adresse"), ("4, quai Neuf", 47.2184, "adresse")]
    bio, demeter = liste.labels.order_by("sort_order")
    assert (bio.etat, bio.numero, demeter.etat, demeter.numero) == (
        "verifie",
        "FR-BIO-01",
        "verifie",
        "X-1",
    )


def test_nothing_private_is_in_the_file(liste):
    textes = " ".join(str(valeur) for rangee in exporter() for valeur in rangee.values())
    assert [mot for mot in ("98 76", "698765432", "Lilas") if mot in textes] == []


def test_a_private_place_stays_private(liste):
    rangees = exporter()
    rangees[2]["accessibilite"] = "oui"
    reprendre(rangees)
    lieu = Lieu.objects.get(acteur__nom="Une artisane")
    assert (lieu.adresse, lieu.public, lieu.fauteuil) == ("3, impasse des Lilas", False, "oui")


def test_a_person_s_mobile_typed_in_a_text_is_kept_apart(liste):
    rangees = exporter()
    rangees[1]["description"] = "Appelez Zoé au 06 11 22 33 44."
    reprendre(rangees)
    acteur = Acteur.objects.get(nom="Sans position")
    assert acteur.description == "Appelez Zoé au."
    assert list(acteur.contacts.values_list("valeur", "public")) == [("+33611223344", False)]


def test_what_changed_here_meanwhile_is_not_written_over(liste):
    rangees = exporter()
    ecritures.appliquer(liste, {"description": "Refait ici", "sigle": "NEUF"}, REDACTION)
    rangees[0]["description"] = "Refait dans le tableur"
    rangees[0]["accroche"] = "Accroche du tableur"
    depot = reprendre(rangees)
    liste.refresh_from_db()
    assert (liste.description, liste.sigle, liste.accroche) == (
        "Refait ici",
        "NEUF",
        "Accroche du tableur",
    )
    assert remarques(depot) == [
        "« description » a aussi changé ici depuis l’export\u202f: la cellule n’est pas reprise."
    ]


def test_what_the_owner_wrote_stays(liste):
    note = {"source": PROPRIETAIRE, "le": "2026-01-01"}
    Acteur.objects.filter(pk=liste.pk).update(provenance={"accroche": note})
    rangees = exporter()
    rangees[0]["accroche"] = "Autre chose"
    depot = reprendre(rangees)
    liste.refresh_from_db()
    assert liste.accroche == "=à la louche"
    assert remarques(depot) == ["Gardé tel quel, écrit par d’autres\u202f: accroche."]


@pytest.mark.parametrize(("colonne", "texte"), [("siret", "123"), ("cree_en", "peut-être")])
def test_a_cell_that_cannot_be_read_changes_nothing(liste, colonne, texte):
    avant = etat()
    rangees = exporter()
    rangees[0][colonne] = texte
    depot = reprendre(rangees)
    assert (etat(), depot.compte["etats"]) == (avant, {"inchange": 3})
    assert len(remarques(depot)) == 1


def test_zeros_that_a_spreadsheet_ate_are_no_edit(liste):
    avant = etat()
    rangees = exporter()
    assert rangees[1]["code_postal"] == "01000"
    rangees[1]["code_postal"] = 1000
    reprendre(rangees)
    assert etat() == avant


def test_rows_that_are_nobody_s_are_refused(liste):
    rangees = exporter()
    rangees[0]["ref"], rangees[1]["ref"] = "", "ZZZZZZZZ"
    rangees.append({**rangees[2]})
    depot = reprendre(rangees)
    raisons = depot.lignes.filter(simulation=False, etat="refuse").order_by("numero")
    assert list(raisons.values_list("raison", flat=True)) == [
        "sans référence\u202f: pour un nouvel acteur, importez une liste",
        "aucune fiche ne porte la référence ZZZZZZZZ",
        "même acteur que la ligne 4",
    ]


def test_it_can_be_undone(liste):
    avant = etat()
    rangees = exporter()
    rangees[0] |= {"description": "Autre", "labels": "", "cree_en": "", "categories": ""}
    depot = reprendre(rangees)
    depots.demander(depot, "annuler")
    passages.executer(depot)
    depot.refresh_from_db()
    assert (etat(), depot.annulation["champs"]) == (avant, 5)


def test_every_editable_column_is_one_of_the_profile():
    connues = set(profils.charger("tissage").colonnes.values())
    assert [nom for nom in EDITABLES if nom not in connues] == []


@pytest.mark.complet
@pytest.mark.parametrize(
    ("fichier", "profil"),
    [
        ("siae-france.csv", "siae"),
        ("nantes-reemploi-osm.csv", "osm"),
        ("alternatives-gogocarto.json", "gogocarto"),
    ],
)
def test_real_lists_come_back_unchanged(listes_reelles, taxonomies, fichier, profil):
    from territoires.chargement import charger

    charger()
    with transaction.atomic():
        moteur.importer(
            listes_reelles / fichier, profils.charger(profil), moteur.Options("Essai", "LO")
        )
    avant = etat()
    depot = reprendre(exporter())
    assert set(depot.compte["etats"]) == {"inchange"}
    assert etat() == avant
