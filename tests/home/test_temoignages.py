"""What people say: shown as long as they agree, gone everywhere the moment they do not."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from home.models import Temoignage
from tests.home.guide import (
    ajouter_fiche,
    ajouter_rubrique,
    ajouter_temoignage,
    bloc,
    publier_guide,
)

pytestmark = pytest.mark.django_db
PAROLES = "Le premier hiver, j’ai appris."


def fiches(temoignage):
    rubrique = ajouter_rubrique(publier_guide())
    corps = [bloc("temoignage", {"temoignage": temoignage.pk})]
    return [ajouter_fiche(rubrique, slug, corps=corps).get_url() for slug in ("une", "deux")]


def test_retire_il_disparait_de_toutes_les_pages_a_la_fois(client):
    temoignage = ajouter_temoignage()
    adresses = fiches(temoignage)
    assert [client.get(a).content.decode().count(PAROLES) for a in adresses] == [1, 1]
    temoignage.retire_le = timezone.localdate()
    temoignage.save()
    assert [client.get(a).content.decode().count(PAROLES) for a in adresses] == [0, 0]


def test_retire_il_ne_garde_que_ses_dates():
    temoignage = ajouter_temoignage(fictif=True)
    temoignage.retire_le = "2026-02-01"
    temoignage.full_clean()
    temoignage.save()
    assert Temoignage.objects.values_list("prenom", "qualite", "citation").get() == ("", "", "")
    assert str(Temoignage.objects.get()) == "Témoignage retiré"


def test_avant_la_date_de_l_accord_il_n_est_pas_montre(client):
    demain = timezone.localdate() + timedelta(days=1)
    adresse = fiches(ajouter_temoignage(accord_le=demain))[0]
    assert client.get(adresse).content.decode().count(PAROLES) == 0
    assert Temoignage.objects.montrables().count() == 0


def test_des_paroles_sans_personne_sont_refusees():
    with pytest.raises(ValidationError, match="Écrivez les paroles et le prénom"):
        Temoignage(citation="x", accord_le="2026-01-01", accord_portee="y").full_clean()


def test_des_paroles_inventees_le_disent(client):
    page = client.get(fiches(ajouter_temoignage(fictif=True))[0]).content.decode()
    assert page.count("Témoignage inventé pour la démonstration") == 1
