"""How much an entry says: the one rule, in Python for a draft, in SQL for lists and filters.

Nothing is stored: a column would have to follow every part of an entry, its labels' dates and
what is written behind its back. Reckoned in SQL it is never late (docs/animation.md has what it
costs). ``tests/annuaire/test_completude.py`` compares the two twins.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, SmallIntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from annuaire.models import Contact, Lieu


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that an entry may say. ``poids``: its share of 100.

    ``dit``: (Acteur, its Lieux) → truthy; ``condition``: the same in SQL, a Q or an Exists.
    """

    cle: str
    manque: str
    poids: int
    dit: Callable
    condition: Callable


def _sql(**champs):
    return lambda: Q(**champs)


def _ecrit(champ):
    return lambda: ~Q(**{champ: ""})


def _de_l_acteur(modele):
    return modele.objects.filter(acteur=OuterRef("pk")).order_by()


def _place():
    exactes = [Lieu.Precision.LIEU, Lieu.Precision.ADRESSE, Lieu.Precision.RUE]
    lieux = _de_l_acteur(Lieu).filter(latitude__isnull=False, longitude__isnull=False)
    return Exists(lieux.filter(precision__in=exactes))


def _horaires():
    return ~Q(horaires="") | Q(Exists(_de_l_acteur(Lieu).exclude(horaires="")))


def _contact():
    return Exists(_de_l_acteur(Contact).filter(public=True))


POINTS = (
    Point("accroche", _("l’accroche"), 10, lambda a, _l: a.accroche, _ecrit("accroche")),
    Point(
        "description", _("la description"), 10, lambda a, _l: a.description, _ecrit("description")
    ),
    Point("offre", _("ce qu’on y trouve"), 10, lambda a, _l: a.offre, _ecrit("offre")),
    Point(
        "domaine",
        _("le domaine principal"),
        10,
        lambda a, _l: a.domaine_principal_id,
        _sql(domaine_principal__isnull=False),
    ),
    Point("famille", _("la famille de l’ESS"), 10, lambda a, _l: a.famille, _ecrit("famille")),
    Point(
        "horaires",
        _("les horaires"),
        10,
        lambda a, lieux: a.horaires or any(lieu.horaires for lieu in lieux),
        _horaires,
    ),
    Point(
        "position",
        _("une position plus précise que la commune"),
        10,
        lambda _a, lieux: any(lieu.position_exacte for lieu in lieux),
        _place,
    ),
    Point(
        "contact",
        _("un contact public"),
        10,
        lambda a, _l: a.contacts_publics,
        _contact,
    ),
    Point("logo", _("le logo"), 10, lambda a, _l: a.logo_id, _sql(logo__isnull=False)),
    Point(
        "verification",
        _("une première vérification"),
        10,
        lambda a, _l: a.verifie_le,
        _sql(verifie_le__isnull=False),
    ),
)


def score(acteur, lieux):
    """From 0 to 100. *lieux*: the Lieux of the actor, a draft's or live ones."""
    return sum(point.poids for point in POINTS if point.dit(acteur, lieux))


def manques(acteur, lieux):
    """What the entry does not say, in words, in the order of ``POINTS``."""
    return [str(point.manque) for point in POINTS if not point.dit(acteur, lieux)]


def en_sql():
    """The expression that annotates a queryset of Acteur with the score of its live row."""
    total = Value(0, output_field=SmallIntegerField())
    for point in POINTS:
        total = total + Case(
            When(point.condition(), then=Value(point.poids)),
            default=Value(0),
            output_field=SmallIntegerField(),
        )
    return total
