"""Which places need a position, and which of them are still to be asked for.

Only public addresses of published, active entries ever leave the house: the street of a private
place is a person's home.
"""

from django.db.models import F, Q, Value
from django.db.models.functions import MD5, Coalesce, Concat
from django.utils import timezone

from annuaire.models import Acteur, Geocodage, Lieu

Etat = Geocodage.Etat
IMPRECISE = Q(latitude__isnull=True) | Q(precision=Lieu.Precision.COMMUNE)
# A position that we put, for an address that has changed since.
PERIMEE = Q(
    geocodage__etat=Etat.FAIT,
    latitude=F("geocodage__latitude"),
    longitude=F("geocodage__longitude"),
) & ~Q(geocodage__empreinte=F("courante"))
MEME_ADRESSE = Q(geocodage__empreinte=F("courante"))
# A position of a former address too, but signed by people: only they may move it.
GARDEE = MEME_ADRESSE & Q(geocodage__etat=Etat.A_PLACER, geocodage__motif=Geocodage.Motif.GARDE)


def avec_empreinte():
    """Every place; ``courante`` is the digest of the address that it has now."""
    separateur = Value("\n")
    adresse = Concat(
        *("adresse", separateur, "code_postal", separateur, "localite", separateur),
        Coalesce("commune_id", Value("")),
    )
    return Lieu.objects.annotate(courante=MD5(adresse)).select_related("geocodage", "commune")


def a_geocoder():
    """Places that may be sent, and whose position is missing, the commune's, or out of date."""
    return (
        avec_empreinte()
        .filter(
            Q(commune__isnull=False) | ~Q(code_postal=""),
            IMPRECISE | PERIMEE | GARDEE,
            public=True,
            acteur__live=True,
            acteur__statut=Acteur.Statut.EN_ACTIVITE,
        )
        .exclude(adresse="")
    )


def a_demander():
    """Those that nobody has answered for yet, under the address that they have."""
    repondu = MEME_ADRESSE & ~Q(geocodage__etat=Etat.A_FAIRE)
    return a_geocoder().filter(Q(geocodage__isnull=True) | ~repondu).order_by("pk")


def a_demander_maintenant():
    """The same, without those whose last try is too recent."""
    # Of a place found at its former address, the note still bears that one’s digest.
    pareil = MEME_ADRESSE | Q(geocodage__etat=Etat.FAIT)
    trop_tot = pareil & Q(geocodage__pas_avant__gt=timezone.now())
    return a_demander().filter(Q(geocodage__isnull=True) | ~trop_tot)


def a_reposer():
    """Those that were found, and that something has since sent back to their commune."""
    return a_geocoder().filter(
        IMPRECISE,
        MEME_ADRESSE,
        Q(geocodage__precision__in=[Lieu.Precision.ADRESSE, Lieu.Precision.RUE])
        | Q(latitude__isnull=True, geocodage__latitude__isnull=False),
        geocodage__etat=Etat.FAIT,
    )


def a_placer():
    """Those that wait for somebody, with what was found."""
    return a_geocoder().filter(MEME_ADRESSE, geocodage__etat=Etat.A_PLACER)


def en_toutes_lettres(lieu):
    """« 12, rue du Port 44000 Nantes »: what is looked for."""
    commune = lieu.commune.nom if lieu.commune else lieu.localite
    return " ".join(f"{lieu.adresse} {lieu.code_postal} {commune}".split())
