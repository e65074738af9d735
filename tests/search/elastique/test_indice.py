"""What a document becomes in the index of the search server."""

from datetime import UTC, datetime

import pytest

from search.models import Document
from search.moteurs.colonnes import colonnes
from search.moteurs.elastique import indice
from search.moteurs.jetons import lire
from search.ouvertures import SANS_FIN, Ouvertures
from tests.search.terrain import fiche

MIDI = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = int(MIDI.timestamp() // 60)


def corps(terrain, donnees):
    terrain.poser(donnees)
    return indice.corps(Document.objects.get(objet_id=donnees.objet_id))


def test_a_document_is_its_words_by_column_its_keys_and_its_facets(terrain):
    donnees = fiche(
        1,
        "L’Épicerie",
        cles=["80746931700018"],
        textes={"offre": "vélos", "domaines": "Mobilité", "description": "Un café."},
        facettes={"domaine": ["mobilite"]},
        nouveau_le=MIDI,
        poids=1.1,
    )
    fait = corps(terrain, donnees)
    document = Document.objects.get()
    assert fait == {
        "id": document.pk,
        "type": "essai",
        "objet_id": 1,
        "locale": "fr",
        "traduit": [],
        "tri": "epicerie",
        "cles": ["epicerie", "80746931700018", "807469317"],
        "nom": "epicer",
        "themes": "velo mobilit",
        "description": "caf",
        "facettes": {"domaine": ["mobilite"]},
        "nouveau": MINUTE * 60_000_000,
        "poids": 1.1,
        "toujours": True,
        "horaires": "inconnus",
    }


def test_words_are_those_of_the_other_engines(terrain):
    terrain.poser(
        fiche(
            1,
            "L’œuvre d’A.M.A.P. cap44",
            textes={"titre": "Électro-ménager", "lieux": "Nantes · Rezé", "x": "la " * 60 + "fin"},
        )
    )
    document = Document.objects.get()
    attendues = lire(document, {})
    attendues.pop("cles")
    assert colonnes(document) == {nom: " ".join(jetons) for nom, jetons in attendues.items()}


@pytest.mark.parametrize(
    ("de", "jusqua", "attendu"),
    [
        (None, None, {"toujours": True}),
        (MIDI, None, {"toujours": False, "visible": {"gte": MINUTE}}),
        (MIDI.replace(second=1), None, {"toujours": False, "visible": {"gte": MINUTE + 1}}),
        (None, MIDI.replace(second=59), {"toujours": False, "visible": {"lt": MINUTE}}),
        (MIDI, MIDI.replace(second=30), {"toujours": False}),
    ],
)
def test_nothing_is_found_outside_its_dates_be_it_by_a_second(terrain, de, jusqua, attendu):
    fait = corps(terrain, fiche(1, "Un", visible_de=de, visible_jusqua=jusqua))
    assert {nom: fait[nom] for nom in ("toujours", "visible") if nom in fait} == attendu


@pytest.mark.parametrize(
    ("positions", "attendu"),
    [
        ([], {}),
        ([(47, -1)], {"positions": [[-1, 47]], "position": [-1, 47]}),
        (
            [(47, -1), (48, 2)],
            {
                "positions": [[-1, 47], [2, 48]],
                "points": [{"position": [-1, 47]}, {"position": [2, 48]}],
            },
        ),
    ],
)
def test_positions_are_counted_one_by_one(terrain, positions, attendu):
    fait = corps(terrain, fiche(1, "Un", positions=positions))
    champs = ("positions", "position", "points")
    assert {nom: fait[nom] for nom in champs if nom in fait} == attendu


def test_hours_are_those_of_the_document_or_of_each_of_its_places(terrain):
    paris = ("Europe/Paris", (MINUTE, MINUTE + 60), (MINUTE + 90, SANS_FIN))
    commun = {
        "fuseau": "Europe/Paris",
        "ouvert": [{"gte": MINUTE, "lt": MINUTE + 60}],
        "ouvert_le": ("jour:739677",),
        "doute": [{"gte": MINUTE + 90}],
    }
    un = corps(terrain, fiche(1, "Un", ouvertures=[Ouvertures(*paris, (47, -1))]))
    assert {nom: un.get(nom) for nom in (*commun, "horaires")} == {**commun, "horaires": "communs"}
    deux = corps(
        terrain,
        fiche(2, "Deux", ouvertures=[Ouvertures(*paris, (47, -1), ("c:1",)), Ouvertures()]),
    )
    assert (deux["horaires"], deux["places"]) == (
        "divers",
        [{**commun, "position": [-1, 47], "territoires": ["c:1"]}, {}],
    )


def test_a_bulk_of_documents_says_versions_tombstones_and_other_locales(terrain):
    terrain.poser_traduit(fiche(1, "Un"), fiche(1, "One", locale="en", langue="en"))
    terrain.poser(fiche(2, "Deux"), fiche(3, "Trois"))
    terrain.retirer(3)
    actions = indice.actions(list(Document.objects.order_by("objet_id", "-locale")))
    assert [
        (a["_op_type"], a["version"], a["version_type"], a.get("_source", {}).get("traduit"))
        for a in actions
    ] == [
        ("index", 1, "external", ["en"]),
        ("index", 1, "external", []),
        ("index", 1, "external", []),
        ("delete", 2, "external", None),
    ]


def test_names_of_indices_are_those_of_the_site_and_never_given_twice(settings):
    settings.ELASTICSEARCH_PREFIXE = "nantes"
    noms = {indice.nouveau_nom() for _ in range(3)}
    debut = f"nantes-documents-v{indice.VERSION}-"
    assert (len(noms), {nom[: len(debut)] for nom in noms}) == (3, {debut})
    assert indice.alias() == "nantes-documents"
