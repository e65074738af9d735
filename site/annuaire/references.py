"""What actors' documents take from elsewhere: when it changes, their rows are marked.

A domain renamed may concern thousands of actors: the editor who saves it does not wait for them.
"""

from django.conf import settings
from django.db.models import Q
from django.db.models.signals import post_save, pre_delete

from annuaire.models import Acteur, Domaine, Etiquette, Geste, Public, Reseau, TypeLabel
from search.documents import marquer
from territoires.models import Chargement

LIENS = {
    Geste: "gestes",
    Public: "publics",
    Reseau: "reseaux",
    TypeLabel: "labels__type",
    Etiquette: "etiquettes_posees__tag",
}


def surveiller():
    """Connect the signals of what documents refer to (called once, when the app is ready)."""
    for modele in (Domaine, *LIENS):
        post_save.connect(_marquer_ses_acteurs, sender=modele)
        pre_delete.connect(_marquer_ses_acteurs, sender=modele)
    post_save.connect(_marquer_tous, sender=Chargement)


def acteurs_de(ligne):
    """Primary keys of the actors whose documents hold something of *ligne*.

    Actors point at rows of the default locale: a translation concerns those of its source.
    """
    ligne = _source(ligne)
    if isinstance(ligne, Domaine):
        domaines = avec_descendants(ligne)
        filtre = Q(domaines__in=domaines) | Q(domaine_principal__in=domaines)
    else:
        filtre = Q(**{LIENS[type(ligne)]: ligne})
    return Acteur.objects.filter(filtre).values_list("pk", flat=True).distinct()


def _source(ligne):
    """The row of the default locale that *ligne* translates; itself when there is none."""
    if not _est_traduite(ligne):
        return ligne
    sources = type(ligne).objects.filter(translation_key=ligne.translation_key)
    return sources.filter(locale__language_code=settings.LANGUAGE_CODE).first() or ligne


def _est_traduite(ligne):
    if isinstance(ligne, Etiquette):
        return False
    return ligne.locale.language_code != settings.LANGUAGE_CODE


def avec_descendants(domaine):
    """Keys of a domain and of all those below it, one query a level."""
    choisis = derniers = {domaine.pk}
    while derniers:
        enfants = Domaine.objects.filter(parent__in=derniers).values_list("pk", flat=True)
        derniers = set(enfants) - choisis
        choisis = choisis | derniers
    return choisis


def _marquer_ses_acteurs(sender, instance, created=False, **_kwargs):
    if not created or _est_traduite(instance):
        marquer("acteur", acteurs_de(instance))


def _marquer_tous(sender, instance, created=False, **_kwargs):
    if not created:
        marquer("acteur")
