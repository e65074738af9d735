"""Factories of the directory: fixed values, traits for the states that tests need."""

import factory
from wagtail.models import Locale

from annuaire.models import (
    Acteur,
    Contact,
    Domaine,
    Geste,
    LabelActeur,
    Lieu,
    Public,
    Source,
    TypeLabel,
    ZoneIntervention,
)


def locale_source():
    return Locale.objects.get_or_create(language_code="fr")[0]


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source
        django_get_or_create = ["nom"]

    nom = "Liste d’essai"
    licence = "Licence ouverte 2.0"
    attribution = "Les auteurs de la liste"


class TaxonomieFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        django_get_or_create = ["slug"]

    locale = factory.LazyFunction(locale_source)
    nom = factory.LazyAttribute(lambda ligne: ligne.slug.replace("-", " ").capitalize())


class DomaineFactory(TaxonomieFactory):
    class Meta:
        model = Domaine

    slug = "alimentation"
    icone = "carrot"
    couleur = "foret"


class GesteFactory(TaxonomieFactory):
    class Meta:
        model = Geste

    slug = "acheter"


class PublicFactory(TaxonomieFactory):
    class Meta:
        model = Public

    slug = "tout-public"


class TypeLabelFactory(TaxonomieFactory):
    class Meta:
        model = TypeLabel

    slug = "esus"
    sigle = "ESUS"
    nature = "agrement"


class ActeurFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Acteur
        skip_postgeneration_save = True

    nom = factory.Sequence(lambda n: f"Acteur {n}")

    class Params:
        ferme = factory.Trait(statut="ferme")
        brouillon = factory.Trait(live=False)


class LieuFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Lieu

    acteur = factory.SubFactory(ActeurFactory)
    adresse = "12, rue du Port"
    code_postal = "44000"
    latitude = 47.2184
    longitude = -1.5536
    precision = "adresse"


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    acteur = factory.SubFactory(ActeurFactory)
    genre = "telephone"
    valeur = "+33261910001"
    public = True


class LabelActeurFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LabelActeur

    acteur = factory.SubFactory(ActeurFactory)
    type = factory.SubFactory(TypeLabelFactory)
    etat = "verifie"
    numero = "44-2024-001"
    organisme = "Préfecture du département"


class ZoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ZoneIntervention

    acteur = factory.SubFactory(ActeurFactory)
    genre = "national"
