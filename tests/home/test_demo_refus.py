"""When the demonstration refuses to load: nothing is loaded here beforehand."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from annuaire.models import Acteur
from espace.models import Compte
from home import demo, demo_acteurs


@pytest.mark.django_db
def test_refuse_hors_demonstration(settings):
    settings.DEMO = False
    with pytest.raises(CommandError) as refus:
        call_command("charger_demo", stdout=StringIO())
    assert str(refus.value) == (
        "Ce site n’est pas une démonstration\u00a0: "
        "les acteurs inventés et leur compte n’y entrent pas."
    )
    assert (Acteur.objects.count(), Compte.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_refuse_sans_territoires():
    with pytest.raises(demo.DemoImpossible) as refus:
        demo.charger()
    assert str(refus.value) == (
        "Chargez d’abord les territoires\u00a0: manage.py charger_territoires."
    )


@pytest.mark.django_db
def test_refuse_quand_une_taxonomie_manque(poser_territoires):
    poser_territoires()
    with pytest.raises(demo.DemoImpossible) as refus:
        demo_acteurs.charger()
    assert str(refus.value) == (
        "Il manque «\u00a0epiceries-et-vrac\u00a0»\u00a0: lancez manage.py charger_taxonomies."
    )
