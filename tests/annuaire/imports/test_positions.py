"""Where a row says the actor is, and how sure that is."""

import pytest

from annuaire.imports.coordonnees import de_la_ligne, nombre
from annuaire.imports.fiches import Fiche
from annuaire.imports.positions import code_postal, situer


@pytest.fixture
def fiche():
    return Fiche(2, nom="A")


def genres(fiche):
    return [remarque.genre for remarque in fiche.remarques]


def resume(lieux):
    """(commune, latitude, longitude, precision) of the only place."""
    (lieu,) = lieux
    return (lieu["commune_id"], lieu["latitude"], lieu["longitude"], lieu["precision"])


def test_une_position_dans_sa_commune_est_gardee(petit_pays, fiche):
    lieux = situer(
        fiche, latitude="47,2284", longitude="-1.5536", code="44000", commune="Nantes", adresse="x"
    )
    assert lieux == [
        {
            "adresse": "x",
            "code_postal": "44000",
            "commune_id": "44109",
            "localite": "",
            "latitude": 47.2284,
            "longitude": -1.5536,
            "precision": "adresse",
        }
    ]
    assert genres(fiche) == []


@pytest.mark.parametrize(
    "position", [("0", "0"), ("0", "38.1"), ("91", "2"), ("47", "-181"), ("a", "b"), ("47", "")]
)
def test_hors_de_la_carte_la_commune_prend_la_place(petit_pays, fiche, position):
    lieux = situer(fiche, latitude=position[0], longitude=position[1], commune="Clisson")
    assert resume(lieux) == ("44043", 47.08873, -1.27801, "commune")
    assert genres(fiche) == ["position"]


def test_une_position_infinie_est_hors_de_la_carte(petit_pays, fiche):
    assert situer(fiche, latitude="nan", longitude="inf") == []
    assert genres(fiche) == ["position"]


def test_a_plus_de_cinquante_kilometres_la_commune_prend_la_place(petit_pays, fiche):
    lieux = situer(fiche, latitude="48.8", longitude="2.3", code="44190", commune="Clisson")
    assert resume(lieux) == ("44043", 47.08873, -1.27801, "commune")
    assert [r.texte for r in fiche.remarques] == [
        "Position à 323 km de Clisson : remplacée par celle de la commune."
    ]


def test_un_signe_perdu_est_rendu_quand_la_commune_le_confirme(petit_pays, fiche):
    lieux = situer(fiche, latitude="47.09", longitude="1.28", code="44190", commune="Clisson")
    assert resume(lieux) == ("44043", 47.09, -1.28, "adresse")
    assert genres(fiche) == ["position_signe"]


def test_un_signe_perdu_que_rien_ne_confirme_est_laisse(petit_pays, fiche):
    assert situer(fiche, latitude="47.09", longitude=" 0.55") == []
    assert genres(fiche) == ["position"]


@pytest.mark.parametrize(("precision", "gardee"), [("adresse", "commune"), ("lieu", "lieu")])
def test_une_position_de_mairie_n_est_pas_un_lieu(petit_pays, fiche, precision, gardee):
    lieux = situer(
        fiche, latitude="47.0887", longitude="-1.2780", commune="Clisson", precision=precision
    )
    assert resume(lieux)[3] == gardee


def test_sans_position_celle_de_la_commune(petit_pays, fiche):
    assert resume(situer(fiche, code="44190")) == ("44043", 47.08873, -1.27801, "commune")
    assert genres(fiche) == []


def test_sans_commune_celle_de_la_position(petit_pays, fiche):
    lieux = situer(fiche, latitude="47.09", longitude="-1.28")
    assert resume(lieux) == ("44043", 47.09, -1.28, "adresse")
    assert genres(fiche) == ["commune_deduite"]


def test_au_bout_du_monde_la_position_reste(petit_pays, fiche):
    assert resume(situer(fiche, latitude="-34.9", longitude="-56.2")) == (
        None,
        -34.9,
        -56.2,
        "adresse",
    )
    assert genres(fiche) == ["commune"]


def test_une_ancienne_commune_garde_son_nom(petit_pays, fiche):
    (lieu,) = situer(fiche, code="44370", commune="Belligné")
    assert (lieu["commune_id"], lieu["localite"], genres(fiche)) == ("44213", "Belligné", [])


def test_une_commune_inconnue_garde_son_texte_et_se_dit(petit_pays, fiche):
    (lieu,) = situer(fiche, commune="Trifouillis", adresse="1 rue X")
    assert (lieu["commune_id"], lieu["localite"], genres(fiche)) == (
        None,
        "Trifouillis",
        ["commune"],
    )


def test_un_nom_mal_ecrit_se_dit(petit_pays, fiche):
    (lieu,) = situer(fiche, code="44190", commune="Clissonn")
    assert (lieu["commune_id"], lieu["localite"]) == ("44043", "")
    assert [r.texte for r in fiche.remarques] == ["« 44190 Clissonn » compris comme Clisson."]


@pytest.mark.parametrize(
    ("ecrit", "lu", "remarques"),
    [
        ("44190", "44190", []),
        ("44 190", "44190", []),
        ("F-44190", "44190", []),
        ("44190.0", "44190", ["tableur"]),
        ("", "", []),
        ("abc", "", ["code_postal"]),
        ("٤٤١٩٠", "", ["code_postal"]),
    ],
)
def test_codes_postaux(fiche, ecrit, lu, remarques):
    assert (code_postal(fiche, ecrit), genres(fiche)) == (lu, remarques)


def test_rien_ne_fait_pas_un_lieu(petit_pays, fiche):
    assert situer(fiche, adresse="", fauteuil="", public=True) == []


@pytest.mark.parametrize(
    ("code", "commune", "adresse", "lus"),
    [
        ("44000 Nantes", "", "", ("44109", "44000", "")),
        ("", "44000 Nantes", "", ("44109", "44000", "")),
        ("", "Nantes (44000)", "", ("44109", "44000", "")),
        ("", "", "1 rue X, 44000 Nantes", ("44109", "44000", "1 rue X")),
        ("", "", "1 rue X 44000 NANTES", ("44109", "44000", "1 rue X")),
        ("", "", "12345 rue de Nantes", (None, "", "12345 rue de Nantes")),
        ("44190", "", "1 rue X, 44000 Nantes", ("44043", "44190", "1 rue X, 44000 Nantes")),
    ],
)
def test_un_code_et_un_nom_dans_une_meme_cellule(petit_pays, fiche, code, commune, adresse, lus):
    (lieu,) = situer(fiche, code=code, commune=commune, adresse=adresse)
    assert (lieu["commune_id"], lieu["code_postal"], lieu["adresse"]) == lus


@pytest.mark.parametrize(
    "ecrite",
    [
        "47.2284, -1.5536",
        "47,2284 ; -1,5536",
        "47.2284 -1.5536",
        "[47.2284,-1.5536]",
        "POINT(-1.5536 47.2284)",
        {"lon": -1.5536, "lat": 47.2284},
        [47.2284, -1.5536],
    ],
)
def test_une_position_dans_une_seule_cellule(ecrite):
    lues = de_la_ligne({"position": ecrite})
    assert [nombre(lues[nom]) for nom in ("latitude", "longitude")] == [47.2284, -1.5536]


def test_les_deux_colonnes_passent_avant_la_position():
    cellules = {"latitude": "1", "longitude": "2", "position": "47.2, -1.5"}
    assert de_la_ligne(cellules) == {"latitude": "1", "longitude": "2"}
    assert de_la_ligne({"position": "près de la mairie"}) == {"latitude": None, "longitude": None}
