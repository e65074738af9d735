"""What readers ask of their system: colours of their own, less movement."""

import re

import pytest

PAGES = {
    "accueil": "/",
    "liste": "/annuaire/?q=vélo&ou=Limoges&rayon=25",
    "carte": "/annuaire/carte/?ou=Limoges&rayon=25",
    "liste-vide": "/annuaire/?q=scaphandrier&ou=Limoges",
    "fiche": "/annuaire/{Le Panier des deux rives}/",
    "signaler": "/annuaire/{Le Panier des deux rives}/signaler/",
    "guide": "/guide/comprendre/c-est-quoi-l-ess/",
    "introuvable": "/annuaire/epicerie-du-coin-perdu/",
}
# What must keep an edge when fills are gone.
BORDEES = (
    ".saisie, .bouton, .puce, .badge, .teinte, .resultat, .etiquette, .pratique, .tuile, "
    ".recherche, .avis, .resume, .definition, .etape, .pages a, .fiche__image"
)

# Forced colours replace every colour by a few of the reader's: text, link, ground, button.
INVISIBLES = """(bordees) => {
    const fautes = new Set();
    const nom = (e) => e.tagName.toLowerCase() + [...e.classList].map((c) => "." + c).join("");
    const vu = (e) => e.checkVisibility() && !e.closest(".hors-ecran") && e.offsetParent !== null;
    const fond = (e) => {
        for (let a = e; a; a = a.parentElement) {
            const c = getComputedStyle(a).backgroundColor;
            if (!/, 0\\)$/.test(c) && c !== "transparent") return c;
        }
        return getComputedStyle(document.documentElement).backgroundColor;
    };
    for (const e of document.querySelectorAll(bordees)) {
        if (!vu(e)) continue;
        const s = getComputedStyle(e);
        const cotes = ["Top", "Right", "Bottom", "Left"].filter((c) =>
            parseFloat(s[`border${c}Width`]) >= 1 && s[`border${c}Style`] !== "none"
            && s[`border${c}Color`] !== fond(e.parentElement));
        const trait = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1;
        if (cotes.length < 1 && !trait) fautes.add("sans bord: " + nom(e));
    }
    for (const e of document.querySelectorAll("svg.ic")) {
        const boite = e.getBoundingClientRect();
        if (!e.checkVisibility() || !boite.width || e.closest(".hors-ecran")) continue;
        // Drawn in the colour of the words beside it, which the reader chose against the ground.
        const { color } = getComputedStyle(e.parentElement);
        const { stroke } = getComputedStyle(e.firstElementChild);
        if (stroke !== color || stroke === fond(e)) fautes.add("icône: " + nom(e.parentElement));
    }
    return [...fautes];
}"""


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
@pytest.mark.parametrize("nom", PAGES)
def test_forced_colours_leave_edges_and_icons(ouvrir, bouts_d_adresses, nom, sombre):
    adresse = PAGES[nom].format_map(bouts_d_adresses)
    page = ouvrir(adresse, largeur=390, sombre=sombre, forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(INVISIBLES, BORDEES) == []


def test_the_check_of_edges_sees_what_lost_its_own(ouvrir):
    page = ouvrir("/annuaire/?q=vélo", largeur=390, forced_colors="active")
    page.evaluate(
        """() => {
            document.querySelector(".resultat").style.border = "0";
            const icone = document.querySelector(".resultat svg.ic");
            icone.style.forcedColorAdjust = "none";
            icone.style.stroke = getComputedStyle(document.documentElement).backgroundColor;
        }"""
    )
    page.evaluate("() => document.querySelector('.resultat .teinte').style.background = 'Canvas'")
    fautes = page.evaluate(INVISIBLES, BORDEES)
    assert [f.partition(":")[0] for f in fautes] == ["sans bord", "icône"]


def test_what_is_chosen_can_be_told_apart_in_forced_colours(ouvrir):
    """The page one is on, the option aimed at, a ticked box, open and closed."""
    page = ouvrir("/annuaire/?q=vélo&ou=Limoges&rayon=100", forced_colors="active")
    trait = "e => getComputedStyle(e).borderBlockEndColor"
    ici = page.locator(".entete nav a[aria-current]").evaluate(trait)
    ailleurs = page.locator(".entete nav a:not([aria-current])").first.evaluate(trait)
    assert (ici == ailleurs) is False

    champ = page.locator("#r-ou")
    champ.fill("")
    champ.press_sequentially("lim")
    page.wait_for_selector("#r-ou-liste li")
    champ.press("ArrowDown")
    contour = "e => getComputedStyle(e).outlineStyle"
    assert [o.evaluate(contour) for o in page.locator("#r-ou-liste li").all()[:2]] == [
        "solid",
        "none",
    ]
    # State of a place: said by a sentence, beside an icon; never by the colour alone.
    etats = page.locator(".resultat .horaire")
    assert etats.count() > 1
    phrases = [etat.inner_text().strip() for etat in etats.all()]
    assert [bool(re.match("Ouvert|Fermé|Horaires", phrase)) for phrase in phrases] == [True] * len(
        phrases
    )


def test_the_focus_ring_is_drawn_in_forced_colours(ouvrir):
    page = ouvrir("/annuaire/", forced_colors="active")
    sans_anneau = []
    for _tab in range(12):
        page.keyboard.press("Tab")
        anneau = page.evaluate(
            """() => {
                const e = document.activeElement, s = getComputedStyle(e);
                const fond = getComputedStyle(document.documentElement).backgroundColor;
                const vu = s.outlineStyle === "solid" && parseFloat(s.outlineWidth) >= 3
                    && s.outlineColor !== fond;
                return vu ? null : e.outerHTML.slice(0, 80);
            }"""
        )
        sans_anneau += [anneau] if anneau else []
    assert sans_anneau == []


# Every element, its ::before and ::after: [what moves, seconds].
MOUVEMENTS = """() => {
    const secondes = (liste) => Math.max(...liste.split(",").map(parseFloat));
    const fautes = new Set();
    const pseudos = [null, "::before", "::after"];
    for (const e of document.querySelectorAll("*")) for (const pseudo of pseudos) {
        const s = getComputedStyle(e, pseudo);
        if (secondes(s.transitionDuration) > 0.01) fautes.add("transition: " + e.tagName);
        if (s.animationName !== "none" && secondes(s.animationDuration) > 0.01)
            fautes.add("animation: " + e.tagName);
        if (s.scrollBehavior === "smooth") fautes.add("défilement: " + e.tagName);
    }
    return [...fautes];
}"""


@pytest.mark.parametrize("nom", PAGES)
def test_nothing_moves_for_who_asked_for_less_movement(ouvrir, bouts_d_adresses, nom):
    page = ouvrir(PAGES[nom].format_map(bouts_d_adresses))
    assert page.evaluate(MOUVEMENTS) == []


def test_the_check_of_movements_sees_one(ouvrir):
    """Anchors slide for everybody else, and a transition is seen."""
    page = ouvrir("/guide/comprendre/c-est-quoi-l-ess/")
    page.emulate_media(reduced_motion="no-preference")
    page.evaluate("() => { document.querySelector('h1').style.transition = 'color 1s'; }")
    assert page.evaluate(MOUVEMENTS) == ["défilement: HTML", "transition: H1"]
