"""The pages of the demonstration: the key ones at every width and in both themes, the others, which
share their components, as a phone and as a computer show them.

One visitor per (width, theme) sees all the pages, as a person would; each page is a new tab.
"""

import pytest

LARGEURS = (320, 390, 1280)
CLAIR, SOMBRE = "light", "dark"
# Where each page is, and how it answers; {name of an actor} stands for the end of its address.
PAGES = {
    "accueil": ("/", 200),
    "liste": ("/annuaire/", 200),
    "liste-cherchee": ("/annuaire/?q=pain&ou=Saint-Junien&rayon=25&geste=acheter", 200),
    "liste-lieu-ambigu": ("/annuaire/?q=pain&ou=Saint-Denis", 200),
    "liste-vide": ("/annuaire/?q=scaphandrier&ou=Limoges", 200),
    "liste-lieu-lu": ("/annuaire/?q=%C3%A9picerie+pr%C3%A8s+de+Limoges", 200),
    "liste-lieu-propose": ("/annuaire/?q=pain+Saint-Junien", 200),
    "recherche-du-site": ("/recherche/?q=solidaire", 200),
    "recherche-vide": ("/recherche/?q=scaphandrier", 200),
    "recherche-refusee": ("/recherche/?q=pain&type=licorne", 400),
    "liste-refusee": ("/annuaire/?page=demain", 400),
    "fiche-complete": ("/annuaire/{Le Panier des deux rives}/", 200),
    "fiche-sobre": ("/annuaire/{Le Marché d’à côté}/", 200),
    "fiche-fermee": ("/annuaire/{L’Épicerie du bourg perché}/", 410),
    "introuvable": ("/annuaire/epicerie-du-coin-perdu/", 404),
    "guide": ("/guide/", 200),
    "rubrique-du-guide": ("/guide/comprendre/", 200),
    "fiche-du-guide": ("/guide/comprendre/trois-poles-de-l-economie/", 200),
    "actualites": ("/actualites/", 200),
    "actualite": ("/actualites/une-journee-pour-reparer/", 200),
    "presse": ("/presse/", 200),
    "page-a-formulaire": ("/proposer-une-structure/", 200),
    "contact": ("/contact/", 200),
    "accessibilite": ("/accessibilite/", 200),
    "donnees-personnelles": ("/donnees-personnelles/", 200),
    "plan-du-site": ("/plan-du-site/", 200),
    "accueil-en-anglais": ("/en/", 200),
    "guide-en-anglais": ("/en/guide/", 200),
    "fiche-en-anglais": ("/en/guide/understand/what-is-the-social-economy/", 200),
}


CLES = ("accueil", "liste", "liste-cherchee", "recherche-du-site", "fiche-complete")
CLES += ("introuvable", "guide", "fiche-du-guide")
VUES = [
    (nom, largeur, theme)
    for nom in PAGES
    for largeur in LARGEURS
    for theme in (CLAIR, SOMBRE)
    if nom in CLES or (largeur, theme) in ((390, CLAIR), (1280, SOMBRE))
]


@pytest.fixture(scope="module")
def visiteur(navigateur, portail):
    """``visiteur(390, "dark")`` → the context of that visitor, the same all module long."""
    contextes = {}

    def _visiteur(largeur, theme):
        if (largeur, theme) not in contextes:
            contextes[largeur, theme] = navigateur.new_context(
                base_url=portail,
                viewport={"width": largeur, "height": 900},
                color_scheme=theme,
                locale="fr-FR",
                reduced_motion="reduce",
            )
        return contextes[largeur, theme]

    yield _visiteur
    for contexte in contextes.values():
        contexte.close()


@pytest.fixture
def ouvrir_pour(visiteur, bouts_d_adresses):
    """Like ``ouvrir``, for the visitor of a width and a theme: a new tab that notes everything."""
    pages = []

    def _ouvrir(nom, largeur, theme):
        page = visiteur(largeur, theme).new_page()
        pages.append(page)
        page.requetes, page.erreurs = [], []
        page.on("request", lambda requete: page.requetes.append(requete.url))
        page.on("pageerror", lambda erreur: page.erreurs.append(str(erreur)))
        page.on("console", lambda message: _noter(page, message))
        page.reponse = page.goto(PAGES[nom][0].format_map(bouts_d_adresses))
        return page

    yield _ouvrir
    for page in pages:
        page.close()


def _noter(page, message):
    """Keep errors of the console; that the page itself answers 404 is what was asked for."""
    if message.type == "error" and message.location.get("url") != page.url:
        page.erreurs.append(message.text)


@pytest.mark.parametrize(("nom", "largeur", "theme"), VUES)
def test_une_page_se_tient_a_toute_largeur_et_dans_les_deux_themes(
    ouvrir_pour, releves, nom, largeur, theme
):
    page = ouvrir_pour(nom, largeur, theme)
    assert page.reponse.status == PAGES[nom][1]
    fautes = {
        "défilement": releves.defilement(page),
        "tiers": releves.tiers(page),
        "cookies": releves.cookies(page),
        "console": page.erreurs,
        # At 320 px the layout is that of 390: colours need no second look there.
        "axe": releves.axe(page) if (largeur, theme) != (320, SOMBRE) else [],
    }
    assert {quoi: liste for quoi, liste in fautes.items() if liste} == {}
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (theme == SOMBRE)


@pytest.mark.parametrize("nom", PAGES)
def test_le_texte_seul_double_ne_fait_deborder_aucune_page(ouvrir_pour, releves, nom):
    page = ouvrir_pour(nom, 390, CLAIR)
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 32
    assert releves.defilement(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert releves.defilement(page) == []
