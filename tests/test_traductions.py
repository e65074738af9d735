"""The catalogues of translations: whole, fresh, and nothing French left outside them.

docs/langues.md says how they are made; ``make traductions`` refreshes them.
"""

import re
import runpy
from pathlib import Path

import polib
import pytest
from django.utils import translation

RACINE = Path(__file__).resolve().parents[1]
SITE = RACINE / "site"
OUTIL = runpy.run_path(str(RACINE / "scripts" / "traductions"), run_name="essai")

# Template → why its words are not translated.
GABARITS_MUETS = {
    "socle/templates/socle/composants.html": "read by developers, absent in production",
}


@pytest.fixture(scope="module", params=OUTIL["langues"]())
def catalogues(request):
    """(language, {room: POFile}) as they are on disk."""
    return request.param, OUTIL["lire_catalogues"](request.param)


# ---------------------------------------------------------------- the catalogues
def test_the_english_catalogue_is_one_of_them():
    assert OUTIL["langues"]() == ["en"]


def test_the_catalogues_hold_what_the_code_says(catalogues):
    langue, lus = catalogues
    refaits = OUTIL["refaire"](langue)
    assert {p: str(po) for p, po in lus.items()} == {p: str(po) for p, po in refaits.items()}


def test_every_string_is_translated_well(catalogues):
    releve = {
        f"{piece}: {entree.msgid}": fautes
        for piece, po in catalogues[1].items()
        for entree in po
        if (fautes := OUTIL["fautes"](entree))
    }
    assert releve == {}


def test_what_is_compiled_is_what_is_written(catalogues):
    langue, lus = catalogues
    chemins = {piece: OUTIL["chemin"](piece, langue).with_suffix(".mo") for piece in lus}
    perimes = [p for p, po in lus.items() if chemins[p].read_bytes() != po.to_binary()]
    assert perimes == []


def test_django_reads_them():
    with translation.override("en"):
        lus = [
            translation.gettext("Ce fil ne mène nulle part"),
            translation.ngettext("%(nombre)s acteur", "%(nombre)s acteurs", 1),
            translation.ngettext("%(nombre)s acteur", "%(nombre)s acteurs", 2),
            translation.pgettext("de quelle façon", "Comment"),
        ]
    assert lus == [
        "This thread leads nowhere",
        "%(nombre)s organisation",
        "%(nombre)s organisations",
        "How",
    ]


def test_french_stays_what_the_code_says():
    """A word that Wagtail also has is translated by its French catalogue: give it a context."""
    messages = {cle for piece in OUTIL["du_code"]().values() for cle in piece}
    with translation.override("fr"):
        changes = {
            texte: rendu
            for contexte, texte in messages
            if (
                rendu := translation.pgettext(contexte, texte)
                if contexte
                else translation.gettext(texte)
            )
            != texte
        }
    assert changes == {}


# ---------------------------------------------------------------- the templates
BALISES = (
    r"{#.*?#}",
    r"{%\s*comment\b.*?endcomment\s*%}",
    r"{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}",
    r"{%\s*block\s+classe_\w+\s*%}.*?(?={%\s*endblock)",  # names of CSS classes
    r"{%.*?%}",
    r"{{.*?}}",
    r"<(?:script|style|svg)\b.*?</(?:script|style|svg)>",
)
LUS = re.compile(r"\b(?:alt|title|placeholder|aria-label|label)=(?:\"([^\"]*)\"|'([^']*)')")
MOT = re.compile(r"[^\W\d_]{2,}")


def mots_nus(texte):
    """Words of a template that readers see and that no translation tag holds."""
    for motif in BALISES:
        texte = re.sub(motif, " ", texte, flags=re.S)
    attributs = [valeur for paire in LUS.findall(texte) for valeur in paire]
    return MOT.findall(" ".join([re.sub(r"<[^>]*>", " ", texte), *attributs]))


@pytest.mark.parametrize(
    ("gabarit", "mots"),
    [
        ("<p>Bonjour {{ nom }}</p>", ["Bonjour"]),
        ('<img alt="Un auvent">', ["Un", "auvent"]),
        ("{% if a %}Fermé{% endif %}", ["Fermé"]),
        ('<p class="note" id="titre">{% translate "Fermé" %} : {{ nom }}</p>', []),
        ("{% blocktranslate %}Le {{ jour }}{% endblocktranslate %}{# Le jour #}", []),
        ("{% comment %}A title.{% endcomment %}<svg><title>x</title></svg>", []),
        ("<input placeholder=\"{% translate 'Où ?' %}\">", []),
    ],
)
def test_naked_words_are_seen(gabarit, mots):
    assert mots_nus(gabarit) == mots


def test_every_word_of_a_template_is_marked():
    noms = {str(chemin.relative_to(SITE)): chemin for chemin in SITE.glob("*/templates/**/*.html")}
    releve = {
        nom: mots
        for nom, chemin in noms.items()
        if nom not in GABARITS_MUETS and (mots := mots_nus(chemin.read_text(encoding="utf-8")))
    }
    assert (releve, set(GABARITS_MUETS) - set(noms)) == ({}, set())


# ---------------------------------------------------------------- the tool
def test_strings_of_a_module_are_found_under_any_name():
    texte = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext as pluriel, pgettext
a = _("un") + gettext_lazy("deux " "mots")
b = pluriel("%d fil", "%d fils", n)
c = pgettext("mode", "Comment")
d = autre("rien")
"""
    assert sorted(OUTIL["du_python"](texte), key=str) == [
        ("mode", "Comment", None),
        (None, "%d fil", "%d fils"),
        (None, "deux mots", None),
        (None, "un", None),
    ]


def test_a_string_that_is_not_written_out_is_refused():
    texte = "from django.utils.translation import gettext\na = gettext(f'{b} fils')"
    with pytest.raises(ValueError, match="ligne 2"):
        list(OUTIL["du_python"](texte))


def test_strings_of_a_template_are_found():
    texte = """{% load i18n %}{% translate "L’un" %}{% include "x" with a=_("deux") only %}
{% blocktranslate count n=n %}{{ n }} fil{% plural %}{{ n }} fils{% endblocktranslate %}
{% translate "Comment" context "mode" %}{% comment %}{% translate "non" %}{% endcomment %}"""
    assert list(OUTIL["du_gabarit"](texte)) == [
        (None, "L’un", None),
        (None, "deux", None),
        (None, "%(n)s fil", "%(n)s fils"),
        ("mode", "Comment", None),
    ]


def test_a_string_of_two_rooms_is_said_once_in_the_lowest():
    par_piece = OUTIL["du_code"]()
    chez = [piece for piece, messages in par_piece.items() if (None, "Accueil") in messages]
    assert (chez, len(par_piece["socle"][None, "Accueil"][1]) > 1) == (["socle"], True)


@pytest.mark.parametrize(
    ("entree", "fautes"),
    [
        (polib.POEntry(msgid="Le %(jour)s", msgstr="On %(jour)s"), []),
        (polib.POEntry(msgid="Le %(jour)s", msgstr=""), ["sans traduction"]),
        (polib.POEntry(msgid="Le %(jour)s", msgstr="On %(day)s"), ["repères différents"]),
        (polib.POEntry(msgid="%s sur %s", msgstr="%s"), ["repères différents"]),
        (polib.POEntry(msgid="<b>Un</b>", msgstr="One"), ["repères différents"]),
        (polib.POEntry(msgid="  un", msgstr="one"), ["blancs du bord différents"]),
        (polib.POEntry(msgid="Un", msgstr="One", flags=["fuzzy"]), ["à relire (fuzzy)"]),
        (
            polib.POEntry(
                msgid="%d fil", msgid_plural="%d fils", msgstr_plural={0: "%d thread", 1: ""}
            ),
            ["sans traduction"],
        ),
    ],
)
def test_faults_of_a_translation_are_seen(entree, fautes):
    assert OUTIL["fautes"](entree) == fautes


def test_a_corrected_string_keeps_its_translation_until_somebody_reads_it():
    ancienne = polib.POEntry(msgid="Voir tout les acteurs", msgstr="See everybody")
    cle = (None, "Voir tous les acteurs")
    refaite = OUTIL["_entree"](cle, None, ["a.py"], None, {ancienne.msgid: ancienne})
    neuve = OUTIL["_entree"]((None, "Autre chose"), None, ["a.py"], None, {"Voir tout": ancienne})
    assert (refaite.msgstr, refaite.flags, refaite.previous_msgid) == (
        "See everybody",
        ["fuzzy"],
        "Voir tout les acteurs",
    )
    assert (neuve.msgstr, neuve.flags) == ("", [])
