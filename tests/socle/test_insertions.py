"""Rows inserted by the hundred are the rows that the ORM would have inserted."""

import json

import pytest
from django.db import IntegrityError, transaction

from annuaire.models import Acteur, AnnuairePage, Lieu
from annuaire.refs import nouvelles
from search.models import Document, Synonyme
from socle.insertions import inserer

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_what_is_given_is_written_and_the_rest_has_its_default():
    ref, autre = nouvelles(2)
    par_l_orm = Acteur(ref=autre, nom="Le Relais d’à côté", slug="relais", live=False)
    Acteur.objects.bulk_create([par_l_orm])
    inserer(Acteur, [{"ref": ref, "nom": "Le Relais d’à côté", "slug": "relais", "live": False}])
    champs = [
        champ.attname
        for champ in Acteur._meta.concrete_fields
        if champ.attname not in ("id", "ref", "cree_le")
    ]
    une, deux = Acteur.objects.filter(ref__in=(ref, autre)).values_list(*champs)
    assert une == deux


def test_the_clock_sets_what_it_sets_in_the_orm(django_assert_num_queries):
    (ref,) = nouvelles(1)
    with django_assert_num_queries(1):
        inserer(Acteur, [{"ref": ref, "nom": "A", "slug": "a"}])
    acteur = Acteur.objects.get(ref=ref)
    assert (acteur.cree_le is None, acteur.cree_le.tzinfo is None) == (False, False)


def test_structures_and_instances_come_back_as_they_were():
    document = Document(
        type="essai",
        objet_id=1,
        locale="fr",
        langue="fr",
        titre="L’été",
        titre_tri="ete",
        facettes={"domaines": ["vélo"]},
        positions=[[47.2, -1.55]],
        empreinte="x",
        sequence=1,
    )
    inserer(Document, [vars(document)])
    ecrit = Document.objects.get(type="essai")
    assert (ecrit.titre, ecrit.facettes, ecrit.positions, ecrit.textes, ecrit.version) == (
        "L’été",
        {"domaines": ["vélo"]},
        [[47.2, -1.55]],
        {},
        1,
    )
    assert json.dumps(ecrit.cles) == "[]"


def test_many_rows_are_one_statement_and_none_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        inserer(Synonyme, ({"termes": f"a{rang}, b{rang}"} for rang in range(300)))
    with django_assert_num_queries(0):
        inserer(Synonyme, [])
    assert Synonyme.objects.filter(termes__regex=r"^a\d+, b", bidirectionnel=True).count() == 300


def test_what_the_database_refuses_is_refused_whole():
    avant = Synonyme.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        inserer(Synonyme, [{"termes": "x, y"}, {"termes": "x, y"}])
    assert Synonyme.objects.count() == avant


def test_a_place_needs_its_actor():
    with pytest.raises(IntegrityError), transaction.atomic():
        inserer(Lieu, [{"acteur_id": None, "sort_order": 0}])


def test_a_model_with_the_table_of_a_parent_is_refused():
    with pytest.raises(TypeError):
        inserer(AnnuairePage, [{"title": "x"}])
