"""By file: what is given out, what comes back through the service, and every bad file."""

import csv
import io

import pytest
import requests

from annuaire.geocodage import fichiers
from annuaire.geocodage.passes import passer
from annuaire.geocodage.poses import ecarter
from annuaire.imports.fiches import FichierIllisible
from annuaire.models import Geocodage, Lieu
from tests.annuaire.geocodage.serveur import trouvee

pytestmark = pytest.mark.django_db

TROUVEE = (47.2101, -1.5602, "adresse")


@pytest.fixture
def recevoir(tmp_path):
    """``recevoir(text or bytes)``: (line, issue, reason) of each row."""

    def lire(texte):
        chemin = tmp_path / "geocode.csv"
        chemin.write_bytes(texte if isinstance(texte, bytes) else texte.encode())
        return [(r.numero, r.issue, r.raison) for r in fichiers.recevoir(chemin)]

    return lire


def par_le_service(service, texte):
    """The file, through the service: what it gives back, as text."""
    reponse = requests.post(
        f"{service.url}/search/csv",
        files={"data": ("a-geocoder.csv", texte.encode(), "text/csv")},
        data={
            "columns": ["adresse", "code_postal", "commune"],
            "citycode": "citycode",
            "postcode": "code_postal",
        },
        headers={"Connection": "close"},
        timeout=5,
    )
    return reponse.content.decode()


def lignes(texte):
    return list(csv.reader(io.StringIO(texte.removeprefix("\ufeff")), delimiter=";"))


def position(lieu):
    relu = Lieu.objects.get(pk=lieu.pk)
    return relu.latitude, relu.longitude, relu.precision


def test_the_file_has_what_waits_and_runs_no_formula(lieu):
    formule, attend = lieu("=1+1"), lieu("12, rue du Port", commune=None, localite="Belligné")
    lieu("Chez moi", public=False)
    lieu("Ailleurs", latitude=47.0, longitude=-1.0, precision="adresse")
    texte = fichiers.a_telecharger()
    assert texte[0] == "\ufeff"
    entete, *rangs = lignes(texte)
    assert entete == ["ref", "cle", "adresse", "code_postal", "commune", "citycode"]
    assert [(r[0], r[1].split("-")[0], *r[2:]) for r in rangs] == [
        (formule.acteur.ref, f"L{formule.pk}", "'=1+1", "44000", "Nantes", "44109"),
        (attend.acteur.ref, f"L{attend.pk}", "12, rue du Port", "44000", "Belligné", ""),
    ]


def test_there_and_back_through_the_service(service, lieu, recevoir):
    service.connues |= {
        "12": trouvee(),
        "13": trouvee(score=0.3),
        "14": trouvee(code="49007"),
        "15": trouvee(type="municipality"),
    }
    places = [lieu(f"{n}, rue du Port") for n in range(12, 17)]
    rendu = par_le_service(service, fichiers.a_telecharger())
    issues = ["place", "a_placer", "a_placer", "place", "a_placer"]
    assert recevoir(rendu) == [(n, issue, "") for n, issue in enumerate(issues, 2)]
    assert position(places[0]) == TROUVEE
    assert list(Geocodage.objects.order_by("lieu_id").values_list("motif", flat=True)) == [
        "",
        "score",
        "departement",
        "",
        "introuvable",
    ]
    assert recevoir(rendu) == [(n, "inchange", "") for n in range(2, 7)]
    assert len(lignes(fichiers.a_telecharger())) == 1
    assert passer().demandes == 0


def test_what_changed_meanwhile_is_refused_with_its_reason(service, lieu, recevoir):
    service.connues["rue"] = trouvee()
    service.connues["Chez"] = trouvee()
    noms = ("change", "prive", "cache", "parti", "place", "ecarte", "autre")
    places = {nom: lieu(f"rue {nom}") for nom in noms}
    rendu = par_le_service(service, fichiers.a_telecharger())
    lieux = Lieu.objects
    lieux.filter(pk=places["change"].pk).update(adresse="rue neuve")
    lieux.filter(pk=places["prive"].pk).update(public=False)
    lieux.filter(pk=places["parti"].pk).delete()
    lieux.filter(pk=places["place"].pk).update(latitude=1, longitude=2, precision="lieu")
    places["cache"].acteur.unpublish()
    service.connues.clear()
    passer()
    ecarter(places["ecarte"].pk, None)
    rendu = rendu.replace(places["autre"].acteur.ref, places["change"].acteur.ref)
    pris = "Ce lieu a déjà une position, ou sa fiche n’est pas publiée."
    assert recevoir(rendu) == [
        (2, "refuse", "L’adresse a changé depuis le téléchargement."),
        (3, "refuse", "Cette adresse est privée."),
        (4, "refuse", pris),
        (5, "refuse", "Ce lieu n’existe plus."),
        (6, "refuse", pris),
        (7, "inchange", ""),
        (8, "refuse", "Ce lieu n’existe plus."),
    ]
    assert position(places["place"]) == (1, 2, "lieu")


def test_a_better_file_places_what_the_first_did_not(service, lieu, recevoir):
    service.connues["12"] = trouvee(score=0.3, position=(47.0, -1.0))
    place = lieu()
    donne = fichiers.a_telecharger()
    assert recevoir(par_le_service(service, donne)) == [(2, "a_placer", "")]
    service.connues["12"] = trouvee()
    assert recevoir(par_le_service(service, donne)) == [(2, "place", "")]
    assert position(place) == TROUVEE


def fichier(lieu, **cellules):
    """A file of one row that is right but for *cellules*."""
    texte = fichiers.a_telecharger()
    cle = lignes(texte)[1][1]
    valeurs = {
        "ref": lieu.acteur.ref,
        "cle": cle,
        "latitude": "47.2101",
        "longitude": "-1.5602",
        "result_score": "0.95",
        "result_type": "housenumber",
        "result_citycode": "44109",
        **cellules,
    }
    return f"{';'.join(valeurs)}\n{';'.join(valeurs.values())}\n"


@pytest.mark.parametrize(
    "ecrire",
    [
        str.encode,
        lambda texte: texte.replace(";", ",").encode(),
        lambda texte: texte.replace(";", "\t").encode("utf-16"),
        lambda texte: ("Exporté de l’été\n" + texte).encode("cp1252"),
        lambda texte: texte.replace("0.95", '"0,95"').replace("47.2", "47,2").encode("utf-8-sig"),
    ],
)
def test_any_encoding_and_separator_of_the_importer(lieu, recevoir, ecrire):
    place = lieu()
    ((_numero, issue, _raison),) = recevoir(ecrire(fichier(place)))
    assert (issue, position(place)) == ("place", TROUVEE)


@pytest.mark.parametrize(
    ("cellules", "raison"),
    [
        ({"latitude": "abc"}, "Latitude, longitude ou score illisible."),
        ({"latitude": "472101"}, "Latitude, longitude ou score illisible."),
        ({"longitude": ""}, "Latitude, longitude ou score illisible."),
        ({"latitude": "nan"}, "Latitude, longitude ou score illisible."),
        ({"result_score": "12"}, "Latitude, longitude ou score illisible."),
        ({"cle": "L1"}, "La colonne « cle » n’est pas celle du fichier."),
        ({"cle": ""}, "La colonne « cle » n’est pas celle du fichier."),
        ({"ref": "autre"}, "Ce lieu n’existe plus."),
    ],
)
def test_a_bad_row_is_refused_and_the_others_go_in(lieu, recevoir, cellules, raison):
    mauvais = lieu("1 rue")
    ligne = fichier(mauvais, **cellules)
    Lieu.objects.filter(pk=mauvais.pk).update(public=False)  # so that the file is of the next one
    bon = lieu()
    suivante = fichier(bon).splitlines()[1]
    Lieu.objects.filter(pk=mauvais.pk).update(public=True)
    assert recevoir(f"{ligne}{suivante}\n{suivante}\n") == [
        (2, "refuse", raison),
        (3, "place", ""),
        (4, "refuse", "Même lieu que la ligne 3."),
    ]


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "Ce fichier est vide."),
        (b"%PDF-1.7 x", "Ce fichier n’est pas une liste\u202f: c’est un document PDF."),
        (b"\x00\x01\x02\x03" * 50, None),
        ("nom;adresse\nx;y\n", None),
        (
            "cle;ref\nL1;x\n",
            "Il manque des colonnes : "
            "latitude, longitude, result_score, result_type, result_citycode.",
        ),
        (
            "cle;latitude\n" + "L1;1\n" * 1001,
            "Ce fichier a plus de 1000 lignes : coupez-le en plusieurs.",
        ),
        (
            'cle;latitude\nL1;"1\n',
            "Un guillemet ouvert à partir de la ligne 2 n’est jamais refermé.",
        ),
        ("cle;latitude\n", "Ce fichier ne contient aucune ligne à importer."),
    ],
)
def test_a_file_that_is_not_one_is_a_sentence(recevoir, contenu, phrase):
    with pytest.raises(FichierIllisible) as refus:
        recevoir(contenu)
    assert phrase is None or str(refus.value) == phrase
