"""On a small phone, what one came for starts within the first screen: a result, a telephone."""

import sqlite3
from contextlib import closing

import pytest

ECRAN = {"largeur": 360, "hauteur": 640}
# Below a result starts, with its name: see docs/theme.md.
RESULTAT_MAX, TELEPHONE_MAX = 540, 640
RECHERCHES = {
    "mot et lieu": "q=vélo&ou=Limoges",
    "mot": "q=pain",
    "lieu": "ou=Saint-Junien",
    "un filtre": "q=vélo&ou=Limoges&geste=reparer",
    "rayon et filtre": "q=vélo&ou=Limoges&rayon=25&geste=reparer",
    "trois filtres": "q=vélo&ou=Limoges&geste=reparer&famille=association&domaine=velo",
    "page suivante": "ou=Limoges&rayon=100&page=2",
}
# As long as the longest names of real lists, and a sentence as long as the field takes.
NOM_LONG = "Groupement d’employeurs pour l’insertion et la qualification des métiers du bâtiment"
ACCROCHE_LONGUE = "Chantiers d’insertion, mise à disposition et formation. " * 3


def haut(page, selecteur):
    """Pixels from the top of the screen to the first such element that is drawn."""
    return page.locator(selecteur).first.bounding_box()["y"]


@pytest.mark.parametrize("nom", RECHERCHES)
def test_the_first_result_starts_within_the_first_screen(ouvrir, nom):
    page = ouvrir("/annuaire/?" + RECHERCHES[nom], **ECRAN)
    assert min(haut(page, ".resultat"), RESULTAT_MAX) == haut(page, ".resultat")


def test_with_a_moment_its_note_and_two_filters_it_still_does(ouvrir):
    page = ouvrir("/annuaire/?q=vélo&ou=Limoges&rayon=25&quand=samedi", **ECRAN)
    assert min(haut(page, ".resultat"), ECRAN["hauteur"]) == haut(page, ".resultat")


def test_filters_unfolded_take_the_whole_width(ouvrir):
    page = ouvrir("/annuaire/?q=vélo&ou=Limoges", **ECRAN)
    page.locator("#tiroir > summary").click()
    assert page.locator("#filtres").bounding_box()["width"] == 328


def avec_telephone(demonstration, bouts_d_adresses):
    """Addresses of the entries that show a telephone."""
    base = f"file:{demonstration / 'portail.sqlite3'}?immutable=1"
    with closing(sqlite3.connect(base, uri=True)) as connexion:
        lignes = connexion.execute(
            "SELECT DISTINCT nom FROM annuaire_acteur AS a JOIN annuaire_contact AS c "
            "ON c.acteur_id = a.id WHERE a.live AND a.statut = 'en_activite' "
            "AND c.genre = 'telephone' AND c.public"
        )
        return [f"/annuaire/{bouts_d_adresses[nom]}/" for (nom,) in lignes]


def test_the_telephone_starts_within_the_first_screen(ouvrir, demonstration, bouts_d_adresses):
    adresses = avec_telephone(demonstration, bouts_d_adresses)
    assert len(adresses) > 40
    page = ouvrir("/robots.txt", **ECRAN)
    trop_bas = {}
    for adresse in adresses:
        page.goto(adresse)
        if (ordonnee := haut(page, ".pratique a[href^='tel:']")) >= TELEPHONE_MAX:
            trop_bas[adresse] = ordonnee
    assert trop_bas == {}


def test_a_long_name_leaves_the_telephone_in_the_first_screen(ouvrir, bouts_d_adresses):
    """Drawn by the template from what the page is given, as the class of long names is its own."""
    page = ouvrir(f"/annuaire/{bouts_d_adresses['Heures utiles']}/", **ECRAN)
    page.evaluate(
        """([nom, accroche]) => {
            const titre = document.querySelector("h1");
            titre.textContent = nom;
            titre.className = "nom-long";
            document.querySelector(".chapo").textContent = accroche;
        }""",
        [NOM_LONG, ACCROCHE_LONGUE],
    )
    ordonnee = haut(page, ".pratique a[href^='tel:']")
    assert min(ordonnee, TELEPHONE_MAX) == ordonnee
