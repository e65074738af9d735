"""Text at twice its size, and spaced as WCAG 1.4.12 allows: nothing is cut, all can be reached."""

import pytest

from tests.navigateur.coupures import coupures, hors_d_atteinte

PAGES = {
    "accueil": "/",
    "liste": "/annuaire/",
    "liste-cherchee": "/annuaire/?q=vélo&ou=Limoges&rayon=25&geste=reparer",
    "liste-vide": "/annuaire/?q=scaphandrier&ou=Limoges",
    "liste-lieu-ambigu": "/annuaire/?q=pain&ou=Saint-Denis",
    "fiche": "/annuaire/{Le Panier des deux rives}/",
    "fiche-photo": "/annuaire/{La Page cornée}/",
    "fiche-labels": "/annuaire/{Heures utiles}/",
    "fiche-noms-longs": "/annuaire/{Mutuelle des vallées, agence de Saint-Junien}/",
    "signaler": "/annuaire/{Le Panier des deux rives}/signaler/",
    "guide": "/guide/",
    "fiche-du-guide": "/guide/comprendre/c-est-quoi-l-ess/",
    "introuvable": "/annuaire/epicerie-du-coin-perdu/",
    "fermee": "/annuaire/{L’Épicerie du bourg perché}/",
}
# WCAG 2.2, 1.4.12: the page must bear all four at once.
ESPACEMENT = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }
"""
# The longest that people really write, in every place that shows a name or a label.
LONGS = {
    "h1": "Coopérative d’intérêt collectif interdépartementale pour l’autonomie alimentaire et "
    "l’approvisionnement des établissements médico-sociaux",
    ".badge:not(.badge--etat)": "Entreprise adaptée de travail temporaire d’insertion",
    ".domaine": "Approvisionnement et antigaspillage alimentaire interdépartemental",
    ".resultat h3 a, .etiquette h3 a": "Anticonstitutionnellement-Recyclerie-Intercommunale "
    "des Pays-de-Châteauponsac-Bessines-sur-Gartempe",
    ".resultat__lieu, address": "1234 bis, avenue du Général-de-Division-Saint-Georges-Desvallière",
    ".infos a": "secretariat.general.intercommunal@cooperative-interdepartementale.example",
    ".puce, .lien-fleche": "Approvisionnement interdépartemental",
    ".pli > summary": "Accessibilité et accompagnements spécifiques",
    "td": "9 h – 12 h 30 et 13 h 45 – 19 h 30",
}


def espacer(page):
    """Apply ESPACEMENT as a reader's own sheet would: the page's policy has no say in it."""
    page.evaluate(
        """(regles) => {
            const feuille = new CSSStyleSheet();
            feuille.replaceSync(regles);
            document.adoptedStyleSheets = [feuille];
        }""",
        ESPACEMENT,
    )


def doubler(page):
    """Text alone at 200 %: the breakpoints stay where they are, the harder of the two ways."""
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")


def remettre(page):
    """Undo the two above. Nothing is folded again: who unfolds comes last."""
    page.evaluate(
        """() => {
            document.adoptedStyleSheets = [];
            document.documentElement.style.fontSize = "";
        }"""
    )


def deplier(page):
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")


def allonger(page):
    """Put LONGS in place of what the demonstration says; icons stay."""
    page.evaluate(
        """(longs) => Object.entries(longs).forEach(([selecteur, texte]) =>
            document.querySelectorAll(selecteur).forEach((e) => {
                const garde = [...e.children].filter((c) => c.matches("svg, .teinte"));
                e.replaceChildren(...garde, texte);
            }))""",
        LONGS,
    )


@pytest.fixture
def chromium_de_32_px(lancer, portail):
    """A visitor whose browser is set to letters of 32 px instead of 16."""
    contexte = lancer("--blink-settings=defaultFontSize=32").new_context(
        base_url=portail, locale="fr-FR", reduced_motion="reduce"
    )
    yield contexte
    contexte.close()


# What a reader does, and the widths that must bear it (320 px: a window of 1280 zoomed four times).
MANIERES = [
    ("tel quel", [], (320,)),
    ("espacé", [espacer], (320, 1280)),
    ("200 %", [doubler], (390, 1280)),
    ("200 %, déplié", [doubler, deplier], (390,)),
]


def parcourir(page, *preparations):
    """Return the faults of ``page``: {(manner, width): list}, without the empty lists."""
    trouvees = {}
    for geste in preparations:
        geste(page)
    for maniere, gestes, largeurs in MANIERES:
        remettre(page)
        for geste in gestes:
            geste(page)
        for largeur in largeurs:
            page.set_viewport_size({"width": largeur, "height": 800})
            if fautes := coupures(page) + hors_d_atteinte(page):
                trouvees[maniere, largeur] = fautes
    return trouvees


@pytest.mark.parametrize("nom", PAGES)
def test_nothing_is_cut_with_text_doubled_or_spaced(ouvrir, bouts_d_adresses, nom):
    assert parcourir(ouvrir(PAGES[nom].format_map(bouts_d_adresses))) == {}


@pytest.mark.parametrize("nom", ["liste-cherchee", "fiche-labels", "fermee"])
def test_long_names_and_labels_are_whole(ouvrir, bouts_d_adresses, nom):
    assert parcourir(ouvrir(PAGES[nom].format_map(bouts_d_adresses)), allonger) == {}


@pytest.mark.parametrize("nom", ["accueil", "liste-cherchee", "fiche"])
def test_a_browser_whose_own_text_is_twice_as_large(chromium_de_32_px, bouts_d_adresses, nom):
    """The other way to double: breakpoints in em move with it, and a computer shows the phone's."""
    page = chromium_de_32_px.new_page()
    page.goto(PAGES[nom].format_map(bouts_d_adresses))
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    trouvees = []
    for largeur in (390, 1280):
        page.set_viewport_size({"width": largeur, "height": 800})
        trouvees += coupures(page) + hors_d_atteinte(page)
    assert trouvees == []


CASSEE = """() => {
    document.body.innerHTML = `
        <p class="haut">Une ligne, puis une autre, puis une autre encore</p>
        <p class="points">Trois points ne remplacent pas ce qui manque</p>
        <p class="brise">Acteurs</p>
        <p class="large">Débordant</p>
        <div class="bas">Posé dans une boîte trop basse pour ses lignes</div>
        <p class="dessous">Ce que la boîte recouvre</p>
        <select><option>Un choix plus long que le champ</option></select>
        <div class="defile"><p>Ceci défile, et reste donc lisible en entier</p></div>
        <div class="porte"><a href="#x">Couvert</a><i></i></div>
        <span class="hors-ecran">Pour celles et ceux qui écoutent</span>`;
    const style = (s, r) => Object.assign(document.querySelector(s).style, r);
    style("body", { width: "600px", fontSize: "16px" });
    style(".haut", { height: "1.2em", width: "8em", overflow: "hidden" });
    style(".points", { width: "9em", whiteSpace: "nowrap", overflow: "hidden",
                       textOverflow: "ellipsis" });
    style(".brise", { width: "2em", overflowWrap: "anywhere" });
    style(".large", { marginLeft: "1250px", whiteSpace: "nowrap" });
    style(".bas", { height: "1em", width: "6em" });
    style("select", { width: "5em" });
    style(".defile", { width: "6em", overflowX: "auto", whiteSpace: "nowrap" });
    style(".porte", { position: "relative" });
    style(".porte i", { position: "absolute", inset: "0", background: "#fff" });
    style(".hors-ecran", { position: "absolute", left: "-3000px" });
}"""


def test_probes_see_each_fault(ouvrir):
    """A page broken on purpose: what each reason is about, and nothing else."""
    page = ouvrir("about:blank")
    page.evaluate(CASSEE)
    assert sorted({f"{f.partition(' «')[0]}" for f in coupures(page)}) == [
        "coupé: p.haut",
        "coupé: p.points",
        "coupé: select",
        "défile: html",
        "hors de la page: p.large",
        "mot brisé: p.brise",
        "se chevauchent: div.bas",
        "sort de sa boîte: div.bas",
        "sort de sa boîte: p.large",
    ]
    assert hors_d_atteinte(page) == ["couvert par i: a"]
