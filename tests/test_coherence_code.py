"""Coherence of the sources, as text: sizes, names, templates, style sheets, requirements.

Each rule is a function from a text to the list of its faults; the first test shows each one a bad
sample and a good one, so that a rule which no longer sees anything fails here.
"""

import ast
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[1]
LIGNES_PAR_FICHIER = 500
LIGNES_PAR_FONCTION = 40
OCTETS_PAR_MIGRATION = 60_000

# Name of the file (or file::function) → why it may be longer than the rest.
FICHIERS_LONGS = {}
FONCTIONS_LONGUES = {}
# Template → why an include may see the whole context.
INCLUSIONS_OUVERTES = {
    "site/socle/templates/socle/base.html": "header and footer are the frame itself, cut in three",
}
COMMENTAIRES = re.compile(r"{#.*?#}|{% comment.*?endcomment %}", flags=re.S)


@cache
def fichiers():
    """Paths, relative to the root, of everything that is or would be committed."""
    commande = ["git", "ls-files", "-co", "--exclude-standard"]
    essai = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=False)  # noqa: S603 (fixed words)
    noms = essai.stdout.splitlines() if essai.returncode == 0 else sans_git()
    return [nom for nom in sorted(set(noms)) if (RACINE / nom).is_file()]


def sans_git():
    """The same from an archive without its history."""
    ailleurs = {".venv", "var", "node_modules", "__pycache__"}
    chemins = (chemin.relative_to(RACINE) for chemin in RACINE.rglob("*"))
    return [str(chemin) for chemin in chemins if not ailleurs & set(chemin.parts)]


def lire(nom):
    return (RACINE / nom).read_text(encoding="utf-8")


def sources(*fins):
    """Our own files with one of these endings: neither vendored nor migrations."""
    return [
        nom
        for nom in fichiers()
        if nom.endswith(fins) and "/vendor" not in nom and "/migrations/" not in nom
    ]


def python():
    """Our Python: modules, and the scripts that have no ending."""
    scripts = [nom for nom in fichiers() if nom.startswith("scripts/") and "." not in nom]
    return sources(".py") + [nom for nom in scripts if "python3" in lire(nom).split("\n", 1)[0]]


def gabarits():
    return [nom for nom in sources(".html") if "/templates/" in nom]


# ---------------------------------------------------------------- the rules
def fonctions_longues(texte):
    """Functions longer than the bound: ["name (n lines)"]."""
    return [
        f"{noeud.name} ({noeud.end_lineno - noeud.lineno + 1} lines)"
        for noeud in ast.walk(ast.parse(texte))
        if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef)
        and noeud.end_lineno - noeud.lineno + 1 > LIGNES_PAR_FONCTION
        and noeud.name not in FONCTIONS_LONGUES
    ]


def silences_sans_raison(texte):
    """Lines that silence a check without a code and a reason of a few words."""
    marques = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:\s*no cover)\b(.*)")
    bonne = re.compile(r"(?::\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*)?\W*\w.{6,}")
    return [
        ligne.strip()
        for ligne in texte.splitlines()
        if (trouve := marques.search(ligne))
        and not ligne[: trouve.start()].rstrip().endswith(('"', "'", "r"))
        and not bonne.match(trouve.group(1))
    ]


# Written in two pieces so that this file does not name them itself.
LIEUX_PRIVES = re.compile(
    "/" + r"(?:work|farm|root|home/[a-z]\w*|Users/\w+)/"
    r"|//(?:pypi|npm|registry|mirror)[\w.-]*\.(?:internal|local|lan|corp)\b"
)


def chemins_de_machine(texte):
    """Absolute paths of somebody's machine and addresses of somebody's mirror."""
    return [trouve.group() for trouve in LIEUX_PRIVES.finditer(texte)]


def en_ligne(texte):
    """Style and script that the public pages' policy refuses: attributes and elements."""
    sans_commentaires = COMMENTAIRES.sub("", texte)
    interdits = re.compile(
        r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|javascript:"
        r"|<script\b(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>"
    )
    return [trouve.group().strip() for trouve in interdits.finditer(sans_commentaires)]


def inclusions_ouvertes(texte):
    """``{% include %}`` tags that give the whole context to a component.

    Two may see it: Wagtail's own templates, and ``app/_piece.html``, a page cut in pieces.
    """
    motif = r"{%\s*include\b(?!\s+[\"'](?:wagtail|\w+/_))[^%]*%}"
    balises = re.findall(motif, COMMENTAIRES.sub("", texte))
    return [balise for balise in balises if not re.search(r"\bonly\b", balise)]


def css_trop_neuf(texte):
    """What makes Safari 12.5 and Chrome 80 drop a whole sheet or block."""
    sans_commentaires = re.sub(r"/\*.*?\*/", "", texte, flags=re.S)
    return re.findall(r"@layer|@scope|@import|@nest|^\s*&", sans_commentaires, flags=re.M)


def blocs_en_migration(texte):
    """Block definitions and stream fields in a migration (block bodies stay out of them)."""
    return re.findall(r"wagtail\.blocks|StreamField|StreamBlock|StructBlock", texte)


def epingles_manquantes(texte):
    """Requirement lines that do not say one exact version, wherever they hold."""
    lignes = [ligne.split("#")[0].strip() for ligne in texte.splitlines()]
    exigences = [ligne for ligne in lignes if ligne and not ligne.startswith("-r ")]
    epingle = re.compile(r"[\w.-]+(\[\w+\])?==[\w.]+( ; .+)?")
    return [ligne for ligne in exigences if not epingle.fullmatch(ligne)]


LONGUE = "def f():\n" + "    x = 1\n" * LIGNES_PAR_FONCTION
COURTE = "def f():\n" + "    x = 1\n" * (LIGNES_PAR_FONCTION - 1)


@pytest.mark.parametrize(
    ("regle", "mauvais", "fautes", "bon"),
    [
        (fonctions_longues, LONGUE, ["f (41 lines)"], COURTE),
        (
            silences_sans_raison,
            "x = 1  #" + " noqa: S101",
            ["x = 1  #" + " noqa: S101"],
            "x = 1  #" + " noqa: S101 (shown to nobody else)",
        ),
        (chemins_de_machine, "see /" + "home/lea/x", ["/" + "home/lea/"], "see ~/x, /usr/bin/x"),
        (en_ligne, '<p style="x">', ["style="], '<p class="style">{# style="x" #}'),
        (en_ligne, "<script>f()</script>", ["<script>"], '<script src="a.js" defer></script>'),
        (en_ligne, "<a onclick='f()'>", ["onclick='"], '<script type="application/ld+json">'),
        (
            inclusions_ouvertes,
            '{% include "a.html" with b=c %}',
            ['{% include "a.html" with b=c %}'],
            '{% include "a.html" with b=c only %}',
        ),
        (css_trop_neuf, "@layer base {", ["@layer"], "/* @layer */ a > b {}"),
        (
            blocs_en_migration,
            "wagtail.blocks.CharBlock()",
            ["wagtail.blocks"],
            "models.JSONField()",
        ),
        (epingles_manquantes, "Django>=5", ["Django>=5"], "# x\n-r a.txt\npsycopg[binary]==3.3"),
        (
            epingles_manquantes,
            'a>=1 ; python_version > "3.11"',
            ['a>=1 ; python_version > "3.11"'],
            'a==1 ; python_version > "3.11"',
        ),
    ],
)
def test_each_rule_sees_a_bad_sample_and_lets_a_good_one_pass(regle, mauvais, fautes, bon):
    assert (regle(mauvais), regle(bon)) == (fautes, [])


# ---------------------------------------------------------------- the code
def releve(noms, regle):
    """{file: faults} of the files that have any."""
    trouves = {nom: regle(lire(nom)) for nom in noms}
    return {nom: fautes for nom, fautes in trouves.items() if fautes}


def test_no_file_is_longer_than_five_hundred_lines():
    noms = set(python() + sources(".html", ".css", ".js", ".mjs", ".md")) - set(FICHIERS_LONGS)
    longs = {nom: n for nom in noms if (n := lire(nom).count("\n")) > LIGNES_PAR_FICHIER}
    assert longs == {}


def test_no_function_is_longer_than_forty_lines():
    assert releve(python(), fonctions_longues) == {}


def test_every_silenced_check_says_why():
    assert releve(python(), silences_sans_raison) == {}


def test_no_module_is_a_junk_drawer():
    fourre_tout = {"utils", "core", "common", "helpers", "misc", "divers"}
    assert [nom for nom in python() if fourre_tout & set(Path(nom).with_suffix("").parts)] == []


def test_no_source_names_a_machine():
    texte = [nom for nom in fichiers() if not nom.endswith((".gz", ".woff2", ".png", ".ico"))]
    lisibles = [nom for nom in texte if b"\0" not in (RACINE / nom).read_bytes()[:8000]]
    assert releve(lisibles, chemins_de_machine) == {}


def test_templates_have_no_inline_style_or_script():
    assert releve(gabarits(), en_ligne) == {}


def test_includes_say_what_they_take():
    noms = [nom for nom in gabarits() if nom not in INCLUSIONS_OUVERTES]
    assert releve(noms, inclusions_ouvertes) == {}


def test_style_sheets_stay_readable_by_old_browsers():
    assert releve(sources(".css"), css_trop_neuf) == {}


def test_migrations_hold_no_block_and_stay_small():
    migrations = [nom for nom in fichiers() if "/migrations/" in nom and nom.endswith(".py")]
    gros = [nom for nom in migrations if (RACINE / nom).stat().st_size > OCTETS_PAR_MIGRATION]
    assert (releve(migrations, blocs_en_migration), gros) == ({}, [])


def test_every_requirement_is_pinned():
    noms = [nom for nom in fichiers() if re.fullmatch(r"requirements[\w-]*\.(in|txt)", nom)]
    assert len(noms) == 4
    assert releve(noms, epingles_manquantes) == {}


def test_what_is_asked_for_is_what_is_pinned():
    """requirements.txt was made again after requirements.in changed (idem for the tools)."""

    def noms_et_versions(texte):
        couples = re.findall(r"^([\w.-]+)(?:\[\w+\])?==([\w.]+)", texte, flags=re.M)
        return {(nom.lower().replace("_", "-"), version) for nom, version in couples}

    retard = {
        f"{famille}.in": noms_et_versions(lire(f"{famille}.in"))
        - noms_et_versions(lire(f"{famille}.txt"))
        for famille in ("requirements", "requirements-dev")
    }
    assert retard == {"requirements.in": set(), "requirements-dev.in": set()}


def importes(texte):
    """Top names of the modules that a source imports, relative imports left out."""
    noms = set()
    for noeud in ast.walk(ast.parse(texte)):
        if isinstance(noeud, ast.Import):
            noms |= {alias.name.split(".")[0] for alias in noeud.names}
        if isinstance(noeud, ast.ImportFrom) and not noeud.level:
            noms.add(noeud.module.split(".")[0])
    return noms


def test_every_imported_package_is_pinned_for_the_site():
    """What a developer's environment has, a fresh one must have too."""
    epingles = {ligne.split("==")[0] for ligne in lire("requirements.txt").splitlines()}
    de_qui = packages_distributions()
    utilises = {nom for f in python() if f.startswith("site/") for nom in importes(lire(f))}
    distributions = {nom: de_qui.get(nom, []) for nom in utilises - sys.stdlib_module_names}
    manquants = {
        nom
        for nom, noms in distributions.items()
        if noms and not {n.lower().replace("_", "-") for n in noms} & epingles
    }
    assert manquants == set()


def test_the_tools_hold_every_runtime_pin():
    execution, outils = (
        set(lire(f"{nom}.txt").split()) for nom in ("requirements", "requirements-dev")
    )
    assert {epingle for epingle in execution - outils if "==" in epingle} == set()


def test_readme_stays_short():
    assert lire("README.md").count("\n") < 120
