"""The directory without JavaScript: everything a citizen does is a link or a button of a form."""

import pytest


@pytest.fixture
def ouvrir_nu(ouvrir):
    """``ouvrir`` for somebody whose browser runs no script."""

    def _ouvrir(chemin="/", **options):
        return ouvrir(chemin, java_script_enabled=False, **options)

    return _ouvrir


def compte(page):
    """What the page says it found: « 12 acteurs »."""
    return page.locator("#compte strong").inner_text()


def noms(page):
    return page.locator("#liste-corps .resultat h3").all_inner_texts()


def deplier(page):
    """Unfold the filters: on a phone they are in a drawer, which is a native <details>."""
    if not page.locator("#filtres").is_visible():
        page.locator("#tiroir > summary").click()


@pytest.mark.parametrize("largeur", [390, 1280])
def test_search_filter_read_and_come_back(ouvrir_nu, largeur):
    page = ouvrir_nu("/", largeur=largeur)
    page.get_by_label("Que cherchez-vous").fill("vélo")
    page.get_by_label("Où").fill("Limoges")
    page.get_by_role("button", name="Rechercher").click()
    assert page.get_by_label("Que cherchez-vous").input_value() == "vélo"
    assert page.get_by_label("Où").input_value() == "Limoges"
    tous = noms(page)
    assert len(tous) == nombre(compte(page))

    deplier(page)
    page.locator("#rayon").select_option("50")
    page.get_by_role("button", name="Appliquer les filtres").click()
    elargis = noms(page)
    assert set(tous) < set(elargis)

    deplier(page)
    case = page.get_by_role("group", name="Domaine").get_by_role("checkbox").first
    choisi = case.get_attribute("value")
    annonces = nombre(page.locator(f'label[for="{case.get_attribute("id")}"] .compte').inner_text())
    case.check()
    page.get_by_role("button", name="Appliquer les filtres").click()
    assert f"domaine={choisi}" in page.url
    assert nombre(compte(page)) == annonces == len(noms(page))

    premier = noms(page)[0]
    page.locator("#liste-corps .resultat h3 a").first.click()
    assert page.locator("h1").inner_text() == premier
    page.get_by_role("navigation", name="Fil d’Ariane").get_by_role("link", name="Accueil").click()
    assert page.url.removesuffix("/").count("/") == 2
    assert page.locator("h1").inner_text() == "Consommer autrement, près de chez vous"


def test_a_filter_is_taken_away_by_its_chip(ouvrir_nu):
    page = ouvrir_nu("/annuaire/?famille=cooperative&geste=acheter")
    avant = nombre(compte(page))
    page.locator(".puce--filtre", has_text="Coopérative").click()
    assert page.url.endswith("/annuaire/?geste=acheter")
    assert nombre(compte(page)) > avant


def test_namesakes_are_told_apart_by_a_choice(ouvrir_nu):
    page = ouvrir_nu("/annuaire/")
    page.get_by_label("Que cherchez-vous").fill("vélo")
    page.get_by_label("Où").fill("Saint-Denis")
    page.get_by_role("button", name="Rechercher").click()
    assert compte(page) == "Quel lieu\N{NARROW NO-BREAK SPACE}?"
    assert noms(page) == []
    choix = page.locator("#liste-corps .pistes a")
    # Réunion and Seine-Saint-Denis at least: two départements that nobody takes for each other.
    libelles = choix.all_inner_texts()
    assert len(libelles) == len(set(libelles)) >= 2
    choix.filter(has_text="974").click()
    assert page.get_by_label("Où").input_value() == "Saint-Denis (974)"
    assert page.get_by_label("Que cherchez-vous").input_value() == "vélo"
    assert compte(page) == "Aucun acteur trouvé"


def test_pages_follow_each_other_without_a_hole(ouvrir_nu):
    page = ouvrir_nu("/annuaire/?tri=nom")
    total, pages = nombre(compte(page)), [noms(page)]
    suivante = page.locator("nav.pages a[rel=next]")
    while suivante.count():
        suivante.click()
        pages.append(noms(page))
    vus = [nom for page_vue in pages for nom in page_vue]
    assert len(vus) == len(set(vus)) == total
    assert [len(une) for une in pages[:-1]] == [20] * (len(pages) - 1)
    page.locator("nav.pages a[rel=prev]").click()
    assert noms(page) == pages[-2]


def nombre(texte):
    """« 1 234 acteurs » → 1234; no digit at all is none."""
    return int("".join(signe for signe in texte if signe.isdigit()) or 0)


def test_a_word_leads_to_its_definition_and_back_and_an_answer_is_counted(ouvrir_nu):
    page = ouvrir_nu("/guide/comprendre/c-est-quoi-l-ess/")
    page.locator("a.mot", has_text="association").first.click()
    assert page.url.endswith("#mot-association")
    assert page.locator("#mot-association dfn").inner_text() == "association"
    page.locator("#mot-association a", has_text="Revenir au texte").click()
    assert page.url.endswith("#appel-association")
    page.get_by_role("button", name="Oui").click()
    assert page.locator("#avis-fiche [role=status]").inner_text().startswith("Merci")
    assert page.context.cookies() == []
