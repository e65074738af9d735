"""What somebody should look at: each reason is a name, a sentence and a condition in SQL."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annuaire.models import Acteur, IdentifiantExterne, LabelActeur, Lieu
from annuaire.models.parties import PROUVE
from search.models import Document

# An entry that nobody has looked at for a year may be wrong.
ANCIENNETE = timedelta(days=365)


def _verifiees_il_y_a_longtemps():
    return Q(verifie_le__lt=timezone.localdate() - ANCIENNETE)


def _jamais_verifiees():
    return Q(verifie_le__isnull=True)


def _absentes():
    partis = IdentifiantExterne.objects.filter(acteur=OuterRef("pk"), absent_depuis__isnull=False)
    return Q(Exists(partis))


def _position_a_confirmer():
    imprecis = Lieu.objects.filter(acteur=OuterRef("pk")).filter(
        Q(latitude__isnull=True) | Q(precision__in=[Lieu.Precision.COMMUNE, ""])
    )
    return Q(Exists(imprecis.exclude(adresse="")))


def _horaires_non_compris():
    """Hours that are written, and of which search could make nothing: published entries only."""
    sans_heures = Document.objects.filter(
        type="acteur", objet_id=OuterRef("pk"), locale=settings.LANGUAGE_CODE, ouvertures=[]
    ).vivants()
    du_lieu = Lieu.objects.filter(acteur=OuterRef("pk")).exclude(horaires="")
    return (~Q(horaires="") | Q(Exists(du_lieu))) & Q(Exists(sans_heures))


def _labels_sans_preuve():
    declares = LabelActeur.objects.filter(
        ~PROUVE, acteur=OuterRef("pk"), etat=LabelActeur.Etat.DECLARE
    )
    return Q(Exists(declares))


def _meme_siret():
    autres = (
        Acteur.objects.filter(siret=OuterRef("siret"))
        .exclude(pk=OuterRef("pk"))
        .exclude(statut=Acteur.Statut.FUSIONNE)
    )
    return ~Q(siret="") & Q(Exists(autres.order_by()))


def _modifiees_depuis():
    return Q(has_unpublished_changes=True, live=True)


# Name in the address → (what the filter says, its condition). Merged entries are never there.
RAISONS = {
    "anciennes": (_("pas vérifiées depuis un an"), _verifiees_il_y_a_longtemps),
    "jamais": (_("jamais vérifiées"), _jamais_verifiees),
    "absentes": (_("absentes de la dernière liste importée"), _absentes),
    "position": (_("adresse sans position précise"), _position_a_confirmer),
    "horaires": (_("horaires que le site ne sait pas lire"), _horaires_non_compris),
    "labels": (_("label déclaré, sans preuve"), _labels_sans_preuve),
    "siret": (_("même SIRET qu’une autre fiche"), _meme_siret),
    "brouillon": (_("publiées, avec un brouillon en cours"), _modifiees_depuis),
}


def sans_les_fusionnees(acteurs):
    """The actors of a queryset that somebody may have to look at."""
    return acteurs.exclude(statut=Acteur.Statut.FUSIONNE)


def filtrer(acteurs, raison):
    """The actors, of a queryset, that *raison* (a key of ``RAISONS``) asks to look at."""
    return sans_les_fusionnees(acteurs).filter(RAISONS[raison][1]())


def compter():
    """[(key, sentence, number)] of every reason, one query each."""
    tous = Acteur.objects.order_by()
    return [
        (cle, phrase, filtrer(tous, cle).count()) for cle, (phrase, _condition) in RAISONS.items()
    ]
