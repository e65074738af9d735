import zoneinfo

import pytest
from django.db import IntegrityError, transaction

from territoires.models import Chargement, CodePostal, Commune, Departement, Epci, Region

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "mauvais",
    [
        Region(code="X", nom="Ailleurs"),
        Region(code="99", nom="Ailleurs", zone="lune"),
        Region(code="99", nom="Bretagne"),
        Departement(code="1", nom="Ailleurs", region_id="53"),
        Departement(code="96", nom="Ailleurs", region_id="53", fuseau=""),
        Epci(siren="12345678", nom="Ailleurs", type="CC"),
        Epci(siren="123456789", nom="Ailleurs", type="SIVOM"),
        CodePostal(code="4400"),
        Commune(code_insee="4410", nom="Ailleurs", departement_id="44"),
        Commune(code_insee="44999", nom="Ailleurs", departement_id="44", latitude=47.0),
        Commune(
            code_insee="44999", nom="Ailleurs", departement_id="44", latitude=91.0, longitude=0.0
        ),
        Commune(code_insee="44999", nom="Ailleurs", departement_id="44", type="arrondissement"),
        Commune(
            code_insee="44999", nom="Ailleurs", departement_id="44", commune_parente_id="44109"
        ),
        Chargement(id=2, empreinte=""),
    ],
)
def test_la_base_refuse_ce_qui_n_est_pas_un_territoire(petit_pays, mauvais):
    with pytest.raises(IntegrityError), transaction.atomic():
        mauvais.save(force_insert=True)


def codes(communes):
    return list(communes.values_list("code_insee", flat=True))


def test_les_communes_se_demandent_dans_les_mots_du_domaine(petit_pays):
    communes = Commune.objects.order_by("code_insee")
    assert codes(communes.arrondissements()) == ["13201", "69383", "75101", "75111"]
    assert codes(communes.entieres().du_departement("85")) == ["85092", "85155", "85191"]
    assert codes(communes.de_la_region("94")) == ["2A004", "2B033"]
    assert codes(communes.de_l_epci("200046977")) == ["69123", "69383"]
    assert codes(communes.du_code_postal("44330")) == ["44032", "44212"]
    assert codes(communes.du_departement("987").situees()) == []
    assert codes(communes.du_departement("44").peuplees_d_abord())[:2] == ["44109", "44184"]


def test_les_rattachements_viennent_en_une_requete(petit_pays, django_assert_num_queries):
    with django_assert_num_queries(1):
        noms = [
            (c.departement.region.nom, c.epci.nom)
            for c in Commune.objects.avec_rattachements().filter(pk__in=["44109", "44215"])
        ]
    assert noms == [("Pays de la Loire", "Nantes Métropole")] * 2


@pytest.mark.parametrize(
    ("code", "fuseau"),
    [
        ("44109", "Europe/Paris"),
        ("97411", "Indian/Reunion"),
        ("97502", "America/Miquelon"),
        ("98735", "Pacific/Tahiti"),
        ("98731", "Pacific/Marquesas"),
    ],
)
def test_une_commune_vit_a_l_heure_de_son_departement(petit_pays, code, fuseau):
    assert Commune.objects.get(pk=code).fuseau == fuseau


def test_chaque_fuseau_existe(petit_pays):
    fuseaux = set(Departement.objects.values_list("fuseau", flat=True))
    assert len(fuseaux) == 14
    assert [zoneinfo.ZoneInfo(nom).key for nom in sorted(fuseaux)] == sorted(fuseaux)


def test_les_territoires_se_nomment(petit_pays):
    nantes = Commune.objects.get(pk="44109")
    assert str(nantes) == "Nantes (44)"
    assert str(nantes.departement) == "Loire-Atlantique (44)"
    assert str(nantes.departement.region) == "Pays de la Loire"
    assert str(nantes.epci) == "Nantes Métropole"
    assert str(Commune.objects.get(pk="44213").anciennes.get(pk="44011")) == (
        "Belligné (Loireauxence)"
    )
    assert [str(c) for c in Commune.objects.get(pk="44212").codes_postaux.all()] == ["44330"]
    assert [str(c) for c in Commune.objects.get(pk="69123").anciens_codes.all()] == ["69232"]
    assert str(Chargement.objects.get()) == "version 1"
    assert nantes.centre == (nantes.latitude, nantes.longitude)
    assert Commune.objects.get(pk="98735").centre is None
