"""An animator's day: a list kept in a spreadsheet comes in, is put right, and goes out again."""

import csv

import pytest
from openpyxl import load_workbook

from tests.annuaire.imports.classeurs import ecrire_xlsx
from tests.annuaire.imports.degats_de_tableur import abimer

EN_TETE = ["identifiant", "nom", "Rubrique", "Numéro et rue", "code_postal", "commune"]
EN_TETE += ["latitude", "longitude"]
DEPOSER = "Déposer et lire le fichier"


@pytest.fixture
def classeur(listes_reelles, tmp_path):
    """354 rows: titles merged above, an empty column, zeros that are gone, a total below."""
    with (listes_reelles / "nantes-reemploi-osm.csv").open(encoding="utf-8-sig") as flux:
        objets = list(csv.DictReader(flux))
    lignes = [
        [
            *(o["id_osm"], o["nom"], o["shop"] or o["amenity"]),
            *(f"{o['housenumber']} {o['street']}".strip(), o["postcode"], o["city"]),
            *(o["latitude"], o["longitude"]),
        ]
        for o in objets
    ]
    chemin = ecrire_xlsx(tmp_path / "liste.xlsx", {"Réemploi": abimer(EN_TETE, lignes)})
    livre = load_workbook(chemin)
    livre.active.merge_cells("A1:F1")
    livre.save(chemin)
    assert len(lignes) == 354
    return chemin


def valider(page, bouton, adresse):
    """Press a button or a link from the keyboard, and wait for the next screen."""
    page.get_by_role("button", name=bouton).or_(page.get_by_role("link", name=bouton)).focus()
    with page.expect_navigation(url=adresse):
        page.keyboard.press("Enter")


# Messages fade in: half of the way, their contrast is not theirs.
TRANQUILLE = """() => Promise.allSettled(document.getAnimations()
    .filter((a) => a.effect.getComputedTiming().endTime !== Infinity)
    .map((a) => a.finished))"""


def fautes(page, releves):
    """What axe and the console say, and what sticks out at both widths."""
    au_large = releves.defilement(page)
    page.set_viewport_size({"width": 390, "height": 900})
    page.evaluate(TRANQUILLE)
    etroit = releves.axe(page) + releves.defilement(page) + releves.debords(page)
    trouvees = {1280: au_large, 390: etroit}
    page.set_viewport_size({"width": 1280, "height": 900})
    return {**trouvees, "console": page.erreurs}


PROPRE = {1280: [], 390: [], "console": []}


def deposer(page, chemin, source):
    page.locator("[name=fichier]").set_input_files(chemin)
    page.get_by_label("Nom de la nouvelle source").fill(source)
    page.get_by_label("Licence").fill("ODbL 1.0")
    valider(page, DEPOSER, "**/colonnes/")


def choisir(page, quoi, valeur):
    page.get_by_label(quoi, exact=True).select_option(label=valeur)


def compte(page, mot):
    """« 354 créées » → 354."""
    return int(page.locator(".import-comptes a", has_text=mot).inner_text().split()[0])


def test_la_journee_d_une_animatrice(entrer, releves, classeur):
    page = entrer("/admin/imports/nouveau/")
    assert fautes(page, releves) == PROPRE
    deposer(page, classeur, "Réemploi du pays")
    # « Rubrique » says nothing to the directory; « Numéro et rue » is like a name it knows.
    choisir(page, "La colonne « Rubrique » est", "catégories")
    choisir(page, "La colonne « Numéro et rue » est", "adresse")
    assert fautes(page, releves) == PROPRE
    valider(page, "Retenir et revoir l’aperçu", "**/colonnes/")
    choisir(page, "La catégorie « recycling » devient", "— Collecte et tri")
    choisir(page, "La catégorie « convenience » devient", "rien\u202f: ne pas la reprendre")
    assert fautes(page, releves) == PROPRE
    valider(page, "Retenir et simuler", lambda url: url.rstrip("/").rpartition("/")[2].isdigit())
    assert (compte(page, "créées"), compte(page, "refusée")) == (354, 1)
    assert fautes(page, releves) == PROPRE
    ecran = page.url
    valider(page, "Importer en brouillon", ecran)
    assert (compte(page, "créées"), compte(page, "refusée")) == (354, 1)
    assert fautes(page, releves) == PROPRE
    corriger_une_position(page, ecran)
    assert publier_les_brouillons(page, ecran) == "354 fiches publiées."
    valider(page, "Annuler cet import…", "**/annuler/")
    assert page.get_by_role("heading", level=2).all_inner_texts() == [
        "353 fiches créées par cet import seraient supprimées",
        "1 fiche garde ce que quelqu’un y a fait depuis",
    ]
    assert fautes(page, releves) == PROPRE
    valider(page, "Oui, annuler l’import", ecran)
    assert page.locator("section li").all_inner_texts() == [
        "353 fiches créées par l’import sont supprimées.",
        "Trocantons Belligné\u202f: lieux",
    ]
    assert fautes(page, releves) == PROPRE
    page.goto("/admin/imports/")
    assert fautes(page, releves) == PROPRE


def corriger_une_position(page, ecran):
    """Open the first entry of the list, move it, save that draft, and come back."""
    page.get_by_role("link", name="Trocantons Belligné").click()
    page.get_by_role("tab", name="Lieux et horaires").click()
    page.locator("[name=lieux-0-latitude]").fill("47.467")
    with page.expect_response(lambda reponse: reponse.request.method == "POST"):
        page.get_by_role("button", name="Enregistrer le brouillon").first.click()
    page.goto(ecran)


def publier_les_brouillons(page, ecran):
    """Everything that waits, whatever the page, in one action; return what is said of it."""
    valider(page, "Relire et publier les brouillons", "**/acteurs/**")
    page.locator("[data-bulk-action-select-all-checkbox]").first.check()
    page.locator("[data-bulk-action-num-objects-in-listing]").click()
    for suivant in (
        "[data-bulk-action-button][href*='publier']",
        "form button[type=submit].button",
    ):
        with page.expect_navigation():
            page.locator(suivant).first.click()
    message = page.locator(".messages .success").inner_text().strip()
    page.goto(ecran)
    return message


def test_la_source_retient_ce_qu_on_lui_a_dit(entrer, classeur):
    page = entrer("/admin/imports/nouveau/")
    deposer(page, classeur, "Réemploi retenu")
    choisir(page, "La colonne « Rubrique » est", "catégories")
    valider(page, "Retenir et revoir l’aperçu", "**/colonnes/")
    page.goto("/admin/imports/nouveau/")
    page.locator("[name=fichier]").set_input_files(classeur)
    source = "Réemploi retenu (rien n’en est dans l’annuaire)"
    page.get_by_label("D’où vient cette liste").select_option(label=source)
    valider(page, DEPOSER, "**/colonnes/")
    champ = page.get_by_label("La colonne « Rubrique » est", exact=True)
    assert champ.input_value() == "categories"


def test_un_mauvais_fichier_se_dit(entrer, releves, tmp_path):
    chemin = tmp_path / "photo.png"
    chemin.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    page = entrer("/admin/imports/nouveau/")
    page.locator("[name=fichier]").set_input_files(chemin)
    valider(page, DEPOSER, "**/nouveau/")
    erreur = page.locator("#panel-child-fichier-errors, .w-field__errors").first
    assert erreur.inner_text().strip() == "Ce fichier n’est pas une liste\u202f: c’est une image."
    assert releves.axe(page) == []
