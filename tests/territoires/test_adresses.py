import pytest

from territoires.lieux import resoudre_adresse

pytestmark = pytest.mark.django_db

NANTES = (47.218, -1.553)


@pytest.mark.parametrize(
    ("adresse", "code", "precision"),
    [
        (("44000", "Nantes"), "44109", "exacte"),
        (("44000", "NANTES CEDEX 1"), "44109", "exacte"),
        (("", "44000 Nantes"), "44109", "exacte"),
        (("F-44000", "Nantes"), "44109", "exacte"),
        (("44370", "Belligné"), "44213", "exacte"),
        (("75011", "Paris"), "75111", "exacte"),
        (("75011", "Paris 11e"), "75111", "exacte"),
        (("49530", "Drain, Orée d'Anjou"), "49126", "exacte"),
        (("44120", "Vertoux"), "44215", "approchee"),
        (("44150", "Ancenis"), "44003", "approchee"),
        (("44150", "Saint-Géréon"), "44003", "approchee"),
        (("44036", "Nantes", "44"), "44109", "departement"),
        (("44000", "Rezé"), "44143", "departement"),
        (("", "Saint-Denis", "974"), "97411", "departement"),
        (("", "Saint-Denis", "La Réunion"), "97411", "departement"),
        (("20200", "Bastia"), "2B033", "exacte"),
        (("20999", "Bastia"), "2B033", "departement"),
        (("20000", "Ajaccio", "2A"), "2A004", "exacte"),
        (("97200", "Fort-de-France", "972"), "97209", "exacte"),
        (("", "Nantes"), "44109", "nom"),
        (("44120", ""), "44215", "code_postal"),
        (("44120", "Trifouillis"), "44215", "code_postal"),
        (("", "Saint-Denis"), "", "ambigue"),
        (("44330", ""), "", "ambigue"),
        (("44120", "Lyon"), "", "contradictoire"),
        (("", ""), "", "inconnue"),
        (("00000", "Trifouillis", "99"), "", "inconnue"),
        ((None, None, None), "", "inconnue"),
    ],
)
def test_une_adresse_dit_sa_commune_et_comment_elle_fut_comprise(
    petit_pays, adresse, code, precision
):
    trouvee = resoudre_adresse(*adresse)
    assert (trouvee.code_insee, trouvee.precision) == (code, precision)


def test_l_ancienne_commune_comprise_est_dite(petit_pays):
    trouvee = resoudre_adresse("44370", "Belligné")
    assert (trouvee.libelle, trouvee.ancienne) == ("Belligné (Loireauxence)", "Belligné")
    assert resoudre_adresse("44000", "Nantes").libelle == "Nantes"


def test_la_position_tranche_entre_les_communes_d_un_code(petit_pays):
    assert resoudre_adresse("44330", "").candidats == ("44212", "44032")
    trouvee = resoudre_adresse("44330", "", position=(47.18, -1.34))
    assert (trouvee.code_insee, trouvee.precision) == ("44032", "position")


def test_une_position_trop_loin_des_candidats_ne_tranche_pas(petit_pays):
    assert resoudre_adresse("44330", "", position=(43.6, 1.44)).precision == "ambigue"


def test_sans_nom_ni_code_la_position_seule_dit_la_commune(petit_pays):
    assert resoudre_adresse("", "", position=NANTES).code_insee == "44109"
    assert resoudre_adresse("", "", position=(0.0, 0.0)).precision == "inconnue"
