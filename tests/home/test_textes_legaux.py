"""Legal texts: filled with what the site says of itself, and never with a gap."""

from collections import defaultdict

import pytest

from home import textes_legaux
from home.textes_legaux import parties, phrase

VALEURS = {
    "nom": "Les <Fils>",
    "courriel": "a@b.example",
    "vide": "",
    "adresse": "1, rue\n2, bourg",
}
ECRITS = sorted(chemin.name.split(".")[:2] for chemin in textes_legaux.DOSSIER.glob("*.toml"))


@pytest.mark.parametrize(
    ("modele", "attendu"),
    [
        ("Par {nom}.", "Par Les &lt;Fils&gt;."),
        ("Par {nom}, {vide}.", ""),
        ("À {adresse}.", "À 1, rue, 2, bourg."),
        ("À {courriel}.", 'À <a href="mailto:a@b.example">a@b.example</a>.'),
        (
            "[La CNIL](https://cnil.example/?a=1&b=2).",
            '<a href="https://cnil.example/?a=1&amp;b=2">La CNIL</a>.',
        ),
        ("[Écrire](mailto:{courriel})", '<a href="mailto:a@b.example">Écrire</a>'),
        ("[Écrire]({vide})", ""),
    ],
)
def test_a_sentence_is_whole_or_not_there(modele, attendu):
    assert phrase(modele, VALEURS) == attendu


def test_a_sentence_may_not_ask_for_what_nobody_knows():
    with pytest.raises(KeyError):
        phrase("Par {inconnu}.", VALEURS)


@pytest.fixture
def ecrire(tmp_path, monkeypatch):
    """``ecrire(toml)`` → the parts that this text gives."""
    monkeypatch.setattr(textes_legaux, "DOSSIER", tmp_path)
    textes_legaux.lire.cache_clear()

    def _ecrire(toml, valeurs=VALEURS):
        (tmp_path / "essai.fr.toml").write_text(toml, encoding="utf-8")
        return [(p.ancre, p.titre, p.html) for p in parties("essai", "fr", valeurs)]

    yield _ecrire
    textes_legaux.lire.cache_clear()


def test_titles_lists_and_parts_without_anything_are_left_out(ecrire):
    toml = """
[[partie]]
titre = "Un"
blocs = ["Par {nom}.", { titre = "Rien" }, ["{vide}"], { titre = "Plus" }, ["a", "{vide}"]]
[[partie]]
titre = "Deux"
blocs = ["{vide}", { titre = "Rien" }]
"""
    assert ecrire(toml) == [
        ("t-un", "Un", "<p>Par Les &lt;Fils&gt;.</p>\n<h3>Plus</h3>\n<ul><li>a</li></ul>")
    ]


def test_a_block_may_wait_for_a_value_or_for_its_absence(ecrire):
    toml = """
[[partie]]
titre = "Un"
blocs = [
  { si = "nom", p = "avec" }, { si = "vide", p = "perdu" },
  { sinon = "vide", p = "sans" }, { sinon = "nom", p = "perdu" },
  { lignes = "liste" },
]
"""
    html = ecrire(toml, {**VALEURS, "liste": ["<a>", "b"]})[0][2]
    assert html == "<p>avec</p>\n<p>sans</p>\n<ul><li>&lt;a&gt;</li><li>b</li></ul>"


def test_a_language_without_the_text_is_given_the_french_one():
    assert textes_legaux.langue_de("mentions", "fr") == "fr"
    assert textes_legaux.langue_de("mentions", "br") == "fr"


@pytest.mark.parametrize(("nom", "langue"), ECRITS)
def test_every_text_speaks_of_known_values_alone(nom, langue):
    connues = defaultdict(lambda: "oui")
    assert parties(nom, langue, connues)
    assert [
        crochet for p in parties(nom, langue, connues) for crochet in "[]{}" if crochet in p.html
    ] == []


def test_the_languages_of_a_text_have_the_same_parts():
    tailles = defaultdict(set)
    for nom, langue in ECRITS:
        brut = textes_legaux.lire(nom, langue)["partie"]
        tailles[nom].add(tuple(len(partie["blocs"]) for partie in brut))
    assert {nom: len(formes) for nom, formes in tailles.items() if len(formes) > 1} == {}
