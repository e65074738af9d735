"""The demonstration loaded once for the tests of this folder that only read it."""

import pytest
from django.db import transaction
from django.test import override_settings
from wagtail.models import Site

from home import demo, demo_acteurs
from territoires.chargement import lire
from territoires.models import Commune, Departement, Epci, Region


@pytest.fixture(scope="session")
def communes_demo():
    """Rows of the communes that the demonstration names; real ones, so from the files."""
    fiches = demo_acteurs.lire()
    codes = {x["commune"] for f in fiches for x in f.get("lieux", ())}
    codes |= {x["commune"] for f in fiches for x in f.get("zones", ()) if "commune" in x}
    return [ligne for ligne in lire("communes") if ligne["code_insee"] in codes]


@pytest.fixture(scope="session")
def poser_territoires(communes_demo):
    """Write these communes and what stands above them; the database is the caller's affair."""

    def poser():
        for ligne in communes_demo:
            Region.objects.get_or_create(code=ligne["region"], defaults={"nom": ligne["region"]})
        codes = {(ligne["departement"], ligne["region"]) for ligne in communes_demo} | {
            ("16", "75")
        }
        Departement.objects.bulk_create(
            Departement(code=code, nom=f"Département {code}", region_id=region)
            for code, region in sorted(codes)
        )
        Epci.objects.bulk_create(
            Epci(siren=siren, nom=f"EPCI {siren}", type="CC")
            for siren in sorted({ligne["epci"] for ligne in communes_demo})
        )
        Commune.objects.bulk_create(
            Commune(
                code_insee=ligne["code_insee"],
                nom=ligne["nom"],
                departement_id=ligne["departement"],
                epci_id=ligne["epci"],
                latitude=float(ligne["latitude"]),
                longitude=float(ligne["longitude"]),
            )
            for ligne in communes_demo
        )

    return poser


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker, poser_territoires, tmp_path_factory, request):
    """The demonstration, loaded once a module, undone after; gives (bilan, steps, folder).

    A module that sets ``SANS_SITE`` has it loaded where not even a site was left.
    """
    dossier = tmp_path_factory.mktemp("var")
    etapes = []
    with (
        django_db_blocker.unblock(),
        override_settings(DONNEES_VAR=dossier, DEMO=True),
        transaction.atomic(),
    ):
        poser_territoires()
        if getattr(request.module, "SANS_SITE", False):
            Site.objects.all().delete()
        yield (
            demo.charger(progres=lambda faits, total: etapes.append((faits, total))),
            etapes,
            dossier,
        )
        transaction.set_rollback(True)
