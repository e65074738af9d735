"""The style sheets: colours one can read, old browsers, weight."""

import re
from pathlib import Path

import pytest

from socle.palette import COULEUR_PAR_DEFAUT, COULEURS, TEINTES

DOSSIER = Path(__file__).resolve().parents[2] / "site" / "socle" / "static" / "socle" / "css"
FEUILLES = sorted(chemin.name for chemin in DOSSIER.glob("*.css"))

# Unknown to Safari 12 or Chrome 80 (caniuse): only allowed inside @supports, or after a
# declaration of the same property on the same line for `clamp`.
TROP_NEUF = re.compile(
    r"(?<![\w-])inset(?:-\w+)*\s*:|(?:margin|padding)-(?:inline|block)\s*:|border-(?:inline|block)\s*:"
    r"|:is\(|:where\(|:has\(|@container|@layer|@nest|color-mix\(|light-dark\(|\bsubgrid\b"
    r"|float:\s*inline|\bdvh\b|:user-invalid"
)


def sans_commentaires(nom):
    return re.sub(r"/\*.*?\*/", "", (DOSSIER / nom).read_text(), flags=re.DOTALL)


def hors_supports(texte):
    """The sheet without what stands inside an @supports block."""
    reste, i = [], 0
    for bloc in re.finditer(r"@supports[^{]*\{", texte):
        if bloc.start() < i:
            continue
        reste.append(texte[i : bloc.start()])
        profondeur, i = 1, bloc.end()
        while profondeur:
            profondeur += {"{": 1, "}": -1}.get(texte[i], 0)
            i += 1
    return "".join([*reste, texte[i:]])


def variables(texte, selecteur):
    """Custom properties of the first rule that starts with ``selecteur``."""
    corps = re.search(re.escape(selecteur) + r"\s*\{(.*?)\}", texte, re.DOTALL).group(1)
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", corps))


def luminance(hexa):
    """Relative luminance (WCAG 2.2) of ``#RRGGBB``."""
    canaux = [int(hexa[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, v, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def contraste(un, autre):
    clair, sombre = sorted((luminance(un), luminance(autre)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


CLAIR = variables(sans_commentaires("tissage.css"), ":root, .clair")
SOMBRE = CLAIR | variables(
    sans_commentaires("tissage.css").split("prefers-color-scheme: dark) {")[1], ":root"
)

# (text, ground, least ratio): 4.5 for text, 3 for the edge of a field (WCAG 2.2, 1.4.3, 1.4.11)
PAIRES = [
    *[(t, f, 4.5) for t in ("--texte", "--texte-2") for f in ("--fond", "--surface", "--calme")],
    ("--lien", "--fond", 4.5),
    ("--lien", "--surface", 4.5),
    ("--lien", "--calme", 4.5),
    ("--sur-action", "--action", 4.5),
    ("--sur-action", "--action-survol", 4.5),
    ("--sur-bande", "--bande", 4.5),
    ("--sur-affiche", "--affiche", 4.5),
    ("--sur-prix", "--prix", 4.5),
    ("--encre", "--safran", 4.5),
    ("--erreur", "--surface", 4.5),
    ("--erreur", "--fond", 4.5),
    ("--reussite", "--fond", 4.5),
    *[("--texte", f, 4.5) for f in ("--info-fond", "--alerte-fond", "--erreur-fond")],
    ("--trait", "--surface", 3),
    ("--trait", "--fond", 3),
    ("--focus", "--fond", 3),
]


@pytest.mark.parametrize("theme", [CLAIR, SOMBRE], ids=["clair", "sombre"])
@pytest.mark.parametrize(("texte", "fond", "minimum"), PAIRES)
def test_text_can_be_read_on_its_ground(theme, texte, fond, minimum):
    assert contraste(theme[texte], theme[fond]) >= minimum


def test_white_can_be_read_on_every_dye():
    trop_clairs = {
        cle: c for cle, h in TEINTES.items() if (c := round(contraste("#FFFFFF", h), 1)) < 6.3
    }
    assert trop_clairs == {}


def test_the_dyes_of_the_sheet_are_those_of_the_palette():
    regles = re.findall(r"\.teinte-(\w+) \{ --d: (#\w{6}); \}", sans_commentaires("tissage.css"))
    assert dict(regles) == {cle: hexa for cle, _libelle, hexa in COULEURS}


def test_the_default_dye_is_one_of_the_palette():
    assert COULEUR_PAR_DEFAUT in TEINTES


def test_the_dark_theme_on_demand_is_the_dark_theme():
    """The component page forces it on a block; its values stand in another sheet."""
    a_la_demande = variables(sans_commentaires("composants.css"), ".sombre")
    assert CLAIR | a_la_demande == SOMBRE


@pytest.mark.parametrize("feuille", FEUILLES)
def test_old_browsers_read_the_sheet(feuille):
    assert TROP_NEUF.findall(hors_supports(sans_commentaires(feuille))) == []


@pytest.mark.parametrize("feuille", FEUILLES)
def test_clamp_always_comes_after_an_older_value(feuille):
    """Safari before 13.1 drops the declaration: the one before it must say the same property."""
    fautes = []
    for corps in re.findall(r"\{([^{}]*)\}", hors_supports(sans_commentaires(feuille))):
        declarations = [d.strip() for d in corps.split(";") if d.strip()]
        for avant, ici in zip(["", *declarations], declarations, strict=False):
            if "clamp(" in ici and avant.split(":")[0] != ici.split(":")[0]:
                fautes.append(ici)
    assert fautes == []


def test_the_rule_on_old_browsers_sees_a_new_property():
    assert TROP_NEUF.findall(
        hors_supports("a { inset: 0 } @supports (x: y) { b { inset: 0 } }")
    ) == ["inset:"]


@pytest.mark.parametrize("feuille", FEUILLES)
def test_every_variable_is_declared(feuille):
    declarees = set(re.findall(r"(--[\w-]+):", sans_commentaires("tissage.css")))
    employees = set(re.findall(r"var\((--[\w-]+)\)", sans_commentaires(feuille)))
    assert employees - declarees == set()


@pytest.mark.parametrize("page", ["accueil", "annuaire", "acteur", "guide", "erreur"])
def test_a_page_loads_less_than_forty_kilobytes_of_style(page):
    """The mock's single sheet weighed 56 KB on every page."""
    poids = sum((DOSSIER / f"{n}.css").stat().st_size for n in ("tissage", page, "impression"))
    assert poids < 40_000
