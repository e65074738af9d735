"""Who writes, in a real browser: their screens without a fault, a sheet from its model to the site.

Inès writes (tests/navigateur/comptes.py); the account of the demonstration reads again, approves
and translates.
"""

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.navigateur.comptes import REDACTRICE

TITRE, TITRE_ANGLAIS = "Se chauffer sans se ruiner", "Keep warm without going broke"
ADRESSE = "/guide/consommer/se-chauffer-sans-se-ruiner/"
ADRESSE_ANGLAISE = "/en/guide/buy-differently/keep-warm/"
ALTERNATIVE, CREDIT = "Un poêle de masse dans une cuisine", "Photo : L. Martin"
LARGEURS = (375, 768, 1280)
# The label of the field that the translator is writing, which stands above its segments.
NOM_DU_SEGMENT = """(champ) =>
    champ.closest("li").parentElement.parentElement.innerText.split("\\n")[0]"""
EDITION = re.compile(r"/admin/pages/\d+/edit/")
ECRANS = (
    "/admin/",
    "/admin/redaction/depuis-un-modele/",
    "/admin/redaction/liens-casses/",
    "/admin/redaction/avancement-des-traductions/",
    "/admin/guide-de-la-redaction/",
    "/admin/guide-de-la-redaction/redaction/",
)


@pytest.fixture
def redaction(entrer):
    """The administration, on a wide screen."""
    return entrer(largeur=1440)


def test_the_screens_of_who_writes_are_without_fault(redaction, releves):
    fautes = {}
    for ecran in ECRANS:
        redaction.set_viewport_size({"width": 1280, "height": 900})
        redaction.goto(ecran)
        au_large = releves.defilement(redaction)
        redaction.set_viewport_size({"width": 390, "height": 900})
        etroit = releves.axe(redaction) + releves.defilement(redaction)
        etroit += releves.debords(redaction)
        fautes[ecran] = au_large + etroit + redaction.erreurs
    assert {ecran: liste for ecran, liste in fautes.items() if liste} == {}


@pytest.fixture
def redactrice(entrer):
    """The administration, by somebody who writes and does not publish."""
    return entrer(compte=REDACTRICE, largeur=1440)


def creer_depuis_un_modele(page):
    """Leave the browser in the editor of a new draft; return its address."""
    page.goto("/admin/redaction/depuis-un-modele/")
    page.get_by_label("Fiche d’un besoin").check()
    rubrique = page.locator("[name=parent] option", has_text="Consommer autrement").first
    page.locator("[name=parent]").select_option(rubrique.get_attribute("value"))
    page.locator("[name=titre]").fill(TITRE)
    page.get_by_role("button", name="Créer le brouillon").click()
    page.wait_for_url(EDITION)
    return page.url


def photographier():
    """JPEG bytes of a picture that nobody has sent before."""
    tampon = BytesIO()
    Image.effect_noise((1200, 810), 60).convert("RGB").save(tampon, "JPEG")
    return tampon.getvalue()


def ajouter_une_image(page):
    """At the end of the text, a picture that is sent there, with all that it must say."""
    corps = page.locator("#panel-child-contenu-corps-section")
    corps.get_by_role("button", name="Insérer un bloc").last.click()
    page.locator(".w-combobox").get_by_role("option", name="Image", exact=True).click()
    bloc = corps.locator("[data-streamfield-child]").last
    bloc.get_by_role("button", name="Choisir une image").click()
    choix = page.locator(".modal-content")
    choix.get_by_role("tab", name="Transférer").click()
    envoi = choix.locator("form[data-chooser-modal-creation-form]")
    envoi.locator("[type=file]").set_input_files(
        {"name": "poele.jpg", "mimeType": "image/jpeg", "buffer": photographier()}
    )
    envoi.get_by_label("Titre").fill("Un poêle de masse")
    envoi.get_by_label("Texte de remplacement").fill(ALTERNATIVE)
    envoi.get_by_label("Crédit").fill(CREDIT)
    envoi.locator("[name$=-licence]").select_option("cc_by_sa")
    envoi.locator("[name$=-accord_personnes]").select_option("sans_objet")
    envoi.locator("[type=submit]").click()
    choix.wait_for(state="hidden")
    expect(bloc.locator(".chooser__image")).to_be_visible()


def montrer_qui_repare(page):
    """The block « Acteurs » of the model looks for those who repair."""
    bloc = page.locator("[data-streamfield-child]", has_text="Nombre d’acteurs").last
    bloc.locator("[data-contentpath=geste] select").select_option(label="Réparer")


def enregistrer(page):
    """Keep the draft by its button: what is kept by itself pauses while a block is not whole."""
    expect(page.locator(".w-autosave-indicator__state--saving")).to_be_hidden()
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer le brouillon").click()


def regarder_l_apercu(page):
    """The draft, beside the editor, as a phone, a tablet and a computer show it."""
    page.locator("[data-side-panel-toggle=preview]").click()
    apercu = page.frame_locator("#w-preview-iframe")
    expect(apercu.locator("h1")).to_have_text(TITRE)
    expect(apercu.locator(f"figure img[alt='{ALTERNATIVE}']")).to_have_count(1)
    expect(apercu.locator("figcaption", has_text=CREDIT)).to_have_count(1)
    assert apercu.locator(".etiquette").count() > 0
    for largeur in LARGEURS:
        page.locator(f".w-preview [data-device-width='{largeur}']").check(force=True)
        page.wait_for_function(
            "(l) => document.querySelector('#w-preview-iframe').contentWindow.innerWidth === l",
            arg=largeur,
        )


def programmer(page, edition):
    """Ask for it to be published the day after tomorrow; typed as dates are written."""
    page.goto(edition)
    page.locator("[data-side-panel-toggle=status]").click()
    page.get_by_role("button", name="Programmer").click()
    heure = datetime.now() + timedelta(days=2)
    dialogue = page.locator("#schedule-publishing-dialog")
    dialogue.locator("#id_go_live_at").fill(f"{heure:%d/%m/%Y %H:%M}")
    # The calendar opens a moment after the field has the focus; a click beside it closes it.
    calendrier = page.locator(".xdsoft_datetimepicker:visible")
    calendrier.wait_for()
    dialogue.get_by_role("heading").first.click()
    expect(calendrier).to_have_count(0)
    with page.expect_navigation():
        dialogue.locator(".action-save").click()
    statut = page.locator("[data-side-panel=status]")
    expect(statut).to_contain_text(str(heure.year))


def presser(page, edition, selecteur):
    """Open the editor, and press a button of its foot, folded in its menu."""
    page.goto(edition)
    page.get_by_role("button", name="Plus d'actions").click()
    with page.expect_navigation():
        page.locator(selecteur).first.click()


def traduire(page, edition):
    """Ask for the English translation, write it segment by segment, publish it."""
    page.goto(edition)
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Traduire cette page").click()
    page.get_by_label("Anglais").check()
    page.locator("main form [type=submit]").click()
    page.wait_for_url(EDITION)
    traduire_un_onglet(page, {"Titre": TITRE_ANGLAIS})
    page.get_by_role("tab", name="Promotion").click()
    traduire_un_onglet(page, {"Slug": ADRESSE_ANGLAISE.strip("/").rpartition("/")[2]})
    with page.expect_navigation():
        page.get_by_role("button", name="Publier").first.click()


def traduire_un_onglet(page, dits):
    """Write each segment that is shown: as *dits* says by field, else some English."""
    a_faire = page.get_by_role("button", name="Traduire", exact=True)
    a_faire.first.wait_for()
    for reste in range(a_faire.count(), 0, -1):
        expect(a_faire).to_have_count(reste)
        a_faire.first.click()
        champ = page.locator(".js-translation-editor textarea:visible")
        nom = champ.evaluate(NOM_DU_SEGMENT)
        champ.fill(dits.get(nom, f"Warm words, number {reste}"))
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        champ.wait_for(state="hidden")


def effacer(page, edition):
    """Delete a page and its translations; the portal is as it was."""
    page.goto(edition.replace("/edit/", "/delete/"))
    with page.expect_navigation():
        page.locator("main form [type=submit]").first.click()


def ou_elle_se_trouve(ouvrir):
    """(status, addresses of the sheet that the search finds), in French then in English."""
    trouvees = []
    for adresse, recherche in (
        (ADRESSE, "/recherche/?q=chauffer+ruiner"),
        (ADRESSE_ANGLAISE, "/en/recherche/?q=warm+broke"),
    ):
        statut = ouvrir(adresse).reponse.status
        liens = ouvrir(recherche).locator(f"main a[href='{adresse}']").count()
        trouvees.append((statut, liens))
    return trouvees


NULLE_PART, LA = (404, 0), (200, 1)


def test_a_sheet_goes_from_its_model_to_both_languages(
    redactrice, redaction, ouvrir, dans_trois_jours, releves
):
    edition = creer_depuis_un_modele(redactrice)
    montrer_qui_repare(redactrice)
    ajouter_une_image(redactrice)
    regarder_l_apercu(redactrice)
    enregistrer(redactrice)
    programmer(redactrice, edition)
    presser(redactrice, edition, "[name=action-submit]")
    assert redactrice.goto(edition.replace("/edit/", "/unpublish/")).url.endswith("/admin/")
    redaction.goto("/admin/")
    a_faire = redaction.get_by_role("region", name="À faire")
    expect(a_faire).to_contain_text("1 contenu soumis attend votre relecture")
    presser(redaction, edition, "[data-workflow-action-name=approve]")
    assert ou_elle_se_trouve(ouvrir) == [NULLE_PART, NULLE_PART]  # approved, and not yet its hour
    dans_trois_jours("publish_scheduled")
    assert ou_elle_se_trouve(ouvrir) == [LA, NULLE_PART]
    traduire(redaction, edition)
    # Today's clock still counts the hour of the page as one to come: its translation waits for it.
    dans_trois_jours("publish_scheduled")
    assert ou_elle_se_trouve(ouvrir) == [LA, LA]
    for adresse, titre in ((ADRESSE, TITRE), (ADRESSE_ANGLAISE, TITRE_ANGLAIS)):
        visite = ouvrir(adresse, largeur=390)
        assert visite.locator("h1").inner_text() == titre
        assert visite.locator(f"figure img[alt='{ALTERNATIVE}']").count() == 1
        assert visite.locator("figcaption", has_text=CREDIT).count() == 1
        assert visite.locator(".etiquette").count() > 0
        assert releves.tout(visite) == {}
    for adresse in (redaction.url, edition):
        effacer(redaction, adresse)
    assert ou_elle_se_trouve(ouvrir) == [NULLE_PART, NULLE_PART]
