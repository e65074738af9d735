"""The command answers what the page answers."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from annuaire.models import IdentifiantExterne
from search.documents import indexer
from territoires.models import Commune
from tests.annuaire.fabriques import ActeurFactory, LieuFactory, SourceFactory


def chercher(*arguments, **options):
    """What a terminal or a file would be given, read back."""
    octets = io.BytesIO()
    sortie = io.TextIOWrapper(octets, encoding="utf-8", write_through=True)
    call_command("chercher", *arguments, stdout=sortie, stderr=sortie, **options)
    return octets.getvalue().decode()


@pytest.fixture
def epiciers(annuaire, petit_pays):
    """One grocer in Nantes, known from a list, and one in Loireauxence."""
    trouves = []
    for nom, code in (("Épicerie du Port", "44109"), ("Épicerie des Champs", "44213")):
        acteur = ActeurFactory(nom=nom)
        commune = Commune.objects.get(pk=code)
        LieuFactory(
            acteur=acteur, commune=commune, latitude=commune.latitude, longitude=commune.longitude
        )
        trouves.append(acteur)
    IdentifiantExterne.objects.create(acteur=trouves[0], source=SourceFactory(), identifiant="s1")
    indexer("acteur", [acteur.pk for acteur in trouves])
    return trouves


def test_results_are_ranked_with_why_they_match(epiciers):
    lignes = chercher("epicerie", "--ou", "Nantes", "--rayon", "10").splitlines()
    assert lignes[0].split(",")[0] == "1 résultat(s)"
    assert len(lignes) == 2
    debut, fin = f"  1. Épicerie du Port [{epiciers[0].ref}] ", "· trouvé dans\u00a0: le nom"
    assert (lignes[1].startswith(debut), fin in lignes[1]) == (True, True)


def test_json_names_results_by_their_source(epiciers):
    reponse = json.loads(chercher("port", json=True))
    score, ms = reponse["resultats"][0].pop("score"), reponse.pop("ms")
    assert (score > 0, ms > 0) == (True, True)
    assert reponse == {
        "resultats": [
            {
                "source": "Liste d’essai",
                "identifiant": "s1",
                "ref": epiciers[0].ref,
                "nom": "Épicerie du Port",
            }
        ],
        "total": 1,
        "approche": False,
    }


def test_the_command_and_the_page_find_the_same(epiciers, client):
    page = client.get("/annuaire/?q=epicerie&ou=Loireauxence")
    reponse = json.loads(chercher("epicerie", "--ou", "Loireauxence", "--json"))
    assert [ligne["ref"] for ligne in reponse["resultats"]] == [
        carte.ref for carte in page.context["cartes"]
    ]


def test_a_batch_gives_one_answer_a_line(epiciers, tmp_path):
    lot = tmp_path / "lot.jsonl"
    lot.write_text(
        '{"id": "a", "requete": "épicerie", "lieu": ""}\n'
        "\n"
        '{"id": 7, "requete": "épicerie", "lieu": "44000"}\n'
        '{"id": 8, "requete": "épicerie", "lieu": "Saint-Denis"}\n'
        "pas du JSON\n"
        "[1]\n" + "[" * 100_000 + "\n",
        encoding="utf-8",
    )
    reponses = [json.loads(ligne) for ligne in chercher(lot=str(lot)).splitlines()]
    assert [(r["id"], r["total"], len(r["resultats"]), "erreur" in r) for r in reponses] == [
        ("a", 2, 2, False),
        (7, 1, 1, False),
        (8, 0, 0, True),
        (None, 0, 0, True),
        (6, 0, 0, True),
        (None, 0, 0, True),
    ]
    assert [r["erreur"] for r in reponses[3:]] == [
        "Cette ligne n’est pas du JSON.",
        "Une ligne du lot est un objet JSON.",
        "Cette ligne n’est pas du JSON.",
    ]


def test_half_a_character_costs_no_other_line_its_answer(epiciers, tmp_path):
    lot = tmp_path / "lot.jsonl"
    lot.write_text(
        '{"id": "\\ud800", "requete": "épicerie", "lieu": ""}\n'
        '{"id": "b", "requete": "épicerie", "lieu": "\\udfff"}\n'
        '{"id": "c", "requete": "\\ud800 épicerie", "lieu": ""}\n'
    )
    reponses = [json.loads(ligne) for ligne in chercher(lot=str(lot)).splitlines()]
    assert [(r["id"], r["total"], "erreur" in r) for r in reponses] == [
        ("\ud800", 2, False),
        ("b", 0, True),
        ("c", 2, False),
    ]


def test_a_base_without_tables_is_said(db):
    with connection.cursor() as curseur:
        curseur.execute("DROP TABLE search_forme")
    with pytest.raises(CommandError) as refus:
        chercher("épicerie")
    assert str(refus.value) == "La base ne répond pas (no such table: search_forme)."


def test_what_only_looks_like_it_is_said(epiciers):
    reponse = json.loads(chercher("epicerie zzyzx", "--json"))
    assert (reponse["total"], reponse["approche"], len(reponse["resultats"])) == (0, True, 2)
    assert (
        chercher("epicerie zzyzx").splitlines()[0] == "Aucun résultat exact\u202f; peut-être\u00a0:"
    )


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (["velo", "--ou", "Nantes", "--rayon", "NaN"], "La distance va de 1 à 500 kilomètres."),
        (["--lot", "/nulle/part.jsonl"], "Ce fichier ne s’ouvre pas"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(epiciers, arguments, phrase):
    with pytest.raises(CommandError) as refus:
        chercher(*arguments)
    assert str(refus.value).split("\u00a0:")[0] == phrase


def test_an_ambiguous_place_is_asked(epiciers):
    with pytest.raises(CommandError, match="Lequel"):
        chercher("epicerie", "--ou", "Saint-Denis")
