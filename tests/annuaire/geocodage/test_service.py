"""The client: what it asks, and that no answer, however bad, is more than a sentence."""

from contextlib import closing

import pytest

from annuaire.geocodage import service as client
from annuaire.geocodage.service import AdresseRefusee, Reponse, Service, ServiceIndisponible
from tests.annuaire.geocodage.serveur import collection, trouvee


@pytest.fixture
def chercher(service):
    with closing(Service()) as ouvert:
        yield ouvert.chercher


def test_the_best_answer_is_read_with_its_score_and_its_commune(service, chercher):
    service.connues["12, rue du Port"] = trouvee()
    assert chercher("12, rue du Port 44000 Nantes", code_insee="44109") == Reponse(
        47.2101, -1.5602, 0.95, "housenumber", "12 Rue du Port 44000 Nantes", "44109"
    )
    assert service.demandes == [
        {
            "q": "12, rue du Port 44000 Nantes",
            "limit": "1",
            "autocomplete": "0",
            "citycode": "44109",
        }
    ]


def test_an_address_that_is_not_found_is_nothing(service, chercher):
    assert chercher("nulle part") is None


@pytest.mark.parametrize(
    ("code_insee", "code_postal", "filtre"),
    [
        ("44109", "44040", {"citycode": "44109"}),  # a CEDEX is no place
        ("75056", "75011", {"postcode": "75011"}),
        ("", "44000", {"postcode": "44000"}),
        ("", "", {}),
    ],
)
def test_the_commune_narrows_the_question_else_the_postcode(
    service, chercher, code_insee, code_postal, filtre
):
    chercher("12 rue", code_insee=code_insee, code_postal=code_postal)
    (demande,) = service.demandes
    assert {n: v for n, v in demande.items() if n in ("citycode", "postcode")} == filtre


def test_questions_keep_to_what_the_service_reads(service, chercher):
    chercher("« ' 12 rue " + "x" * 500)
    assert [len(demande["q"]) for demande in service.demandes] == [200]
    assert service.demandes[0]["q"][:6] == "12 rue"
    with pytest.raises(AdresseRefusee):
        chercher("—?!")
    assert len(service.demandes) == 1


GEO = {"type": "Point", "coordinates": [0, 0]}
ILLISIBLE = "La réponse du service ne se lit pas."
LONGUE = "Le service répond trop longuement."


@pytest.mark.parametrize(
    ("etat", "entetes", "corps", "phrase", "attendre_s"),
    [
        (429, {"Retry-After": "5"}, b"", "Le service répond par l’erreur 429.", 5),
        (429, {"Retry-After": "999999"}, b"", "Le service répond par l’erreur 429.", 3600),
        (503, {"Retry-After": "demain"}, b"", "Le service répond par l’erreur 503.", 0),
        (500, {}, b"<html>", "Le service répond par l’erreur 500.", 0),
        (404, {}, b"", "Le service répond par l’erreur 404.", 0),
        (
            301,
            {"Location": "http://127.0.0.1:1/"},
            b"",
            "Le service renvoie à une autre adresse : corrigez-la.",
            0,
        ),
        (200, {}, b"", ILLISIBLE, 0),
        (200, {}, b"<html>", ILLISIBLE, 0),
        (200, {}, b"[" * 50_000, ILLISIBLE, 0),
        (200, {}, b"\xff\xfe\x00", ILLISIBLE, 0),
        (200, {}, b'{"features": {}}', ILLISIBLE, 0),
        (200, {}, b'{"features": [null]}', ILLISIBLE, 0),
        (200, {}, collection({"geometry": GEO, "properties": {}}), ILLISIBLE, 0),
        (200, {}, collection(trouvee(score="fort")), ILLISIBLE, 0),
        (200, {}, collection(trouvee(score=7)), ILLISIBLE, 0),
        (200, {}, collection(trouvee(score=float("nan"))), ILLISIBLE, 0),
        (200, {}, collection(trouvee(position=(147.2, -1.5))), ILLISIBLE, 0),
        (200, {}, collection(trouvee(position=(float("inf"), 0))), ILLISIBLE, 0),
        (200, {}, b" " * (client.OCTETS_MAX + 1), LONGUE, 0),
        (200, {"Content-Length": 10}, b"", "Le service ne répond pas (ProtocolError).", 0),
    ],
)
def test_a_bad_answer_is_a_sentence(service, chercher, etat, entetes, corps, phrase, attendre_s):
    service.panne = (etat, {**entetes, "Connection": "close"}, corps)
    with pytest.raises(ServiceIndisponible) as refus:
        chercher("12 rue du Port")
    assert (str(refus.value), refus.value.attendre_s) == (phrase, attendre_s)
    assert len(service.demandes) == 1


@pytest.mark.parametrize("etat", [400, 422])
def test_an_address_refused_is_not_a_service_that_is_down(service, chercher, etat):
    service.panne = (etat, {}, b"{}")
    with pytest.raises(AdresseRefusee):
        chercher("12 rue du Port")


def test_a_service_that_says_nothing_is_left(service, chercher, monkeypatch):
    monkeypatch.setattr(client, "LECTURE_S", 0.1)
    service.bloque.clear()
    with pytest.raises(ServiceIndisponible, match=r"ReadTimeout"):
        chercher("12 rue du Port")


def test_an_answer_that_drags_on_is_left(service, chercher, monkeypatch):
    monkeypatch.setattr(client, "EN_TOUT_S", -1)
    with pytest.raises(ServiceIndisponible, match="trop lentement"):
        chercher("12 rue du Port")


@pytest.mark.parametrize(
    "url", ["", "adresse.data.gouv.fr", "ftp://a.example", "http://[", "http://"]
)
def test_an_address_that_is_no_service_is_a_sentence(url):
    with closing(Service(url)) as ouvert, pytest.raises(ServiceIndisponible):
        ouvert.chercher("12 rue du Port")


def test_questions_keep_the_pace(service):
    attentes = []
    with closing(Service(par_seconde=0.001, attendre=attentes.append)) as ouvert:
        for _fois in range(3):
            ouvert.chercher("12 rue du Port")
    assert [round(attente, -1) for attente in attentes] == [1000, 1000]
