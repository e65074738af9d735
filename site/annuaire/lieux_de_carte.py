"""Which place of an actor a card speaks of: the one that answers what was asked.

An actor may have several. Around a centre its nearest place is shown, in a territory or a part of
the map one that lies there, at a moment one that is open then; else the first one.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import CharField, F
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from annuaire import horaires
from annuaire.horaires_montres import Endroit, endroit
from search.moteurs.positions import TOUR_KM, dans_la_boite, distance_km
from search.ouvertures import croise, fenetre, minute, plates

# Of a place, in one column of text.
EN_TEXTE = Cast(
    JSONObject(
        adresse="adresse",
        localite="localite",
        commune="commune__nom",
        public="public",
        latitude="latitude",
        longitude="longitude",
        precision="precision",
        centre=JSONObject(latitude=F("commune__latitude"), longitude=F("commune__longitude")),
        horaires="horaires",
        insee="commune_id",
        epci="commune__epci_id",
        departement="commune__departement_id",
        region="commune__departement__region_id",
        fuseau="commune__departement__fuseau",
        code_postal="code_postal",
    ),
    CharField(),
)


@dataclass(frozen=True, slots=True)
class Vers:
    """What a search asked of a place: centre, territory keys, moments (``search.ouvertures``),
    box (see ``search.requetes``)."""

    centre: Any = None
    territoires: frozenset = frozenset()
    moments: tuple = ()
    boite: tuple | None = None


@dataclass(frozen=True, slots=True)
class LieuDeCarte:
    """A place as cards know it; ``position`` is one fit to be measured from, or None."""

    lignes: dict
    endroit: Endroit
    position: tuple | None

    @property
    def precision(self):
        """That of its position; « » of a private place, whose commune alone is said."""
        return self.lignes["precision"] if self.lignes["public"] else ""

    @property
    def en_mots(self):
        """« 12, rue du Port, Nantes »; the commune alone for a private address."""
        localite, commune = self.lignes["localite"], self.lignes["commune"] or ""
        nom = f"{localite} ({commune})" if localite and commune and localite != commune else ""
        rue = self.lignes["adresse"] if self.lignes["public"] else ""
        return ", ".join(filter(None, (rue, nom or commune or localite)))

    @property
    def commune(self):
        """The name of its commune, or « ? »."""
        return self.lignes["commune"] or "?"

    def cles(self):
        """Its territory keys."""
        couples = (("c", "insee"), ("e", "epci"), ("d", "departement"), ("r", "region"))
        return {f"{lettre}:{self.lignes[nom]}" for lettre, nom in couples if self.lignes[nom]}


def lire(texte, de_l_acteur):
    """The LieuDeCarte of a row's ``EN_TEXTE``; *de_l_acteur*: the hours of its actor."""
    lu = json.loads(texte)
    situe = lu if lu["public"] else lu["centre"]
    position = (situe["latitude"], situe["longitude"])
    return LieuDeCarte(
        lu,
        endroit(
            *(lu["horaires"], lu["public"], de_l_acteur),
            *(lu["insee"], lu["fuseau"], lu["departement"]),
            *(lu["code_postal"], (lu["latitude"], lu["longitude"])),
        ),
        None if None in position else position,
    )


def choisir(lieux, vers):
    """The place to speak of, among [LieuDeCarte] in their order; None when there is none."""
    if vers is None or len(lieux) < 2:
        return lieux[0] if lieux else None

    def rang(lieu):
        ailleurs = bool(vers.territoires) and not vers.territoires & lieu.cles()
        if vers.boite:
            ailleurs = lieu.position is None or not dans_la_boite(lieu.position, vers.boite)
        ferme = bool(vers.moments) and not _ouvre(lieu.endroit, vers.moments)
        loin = distance_km(vers.centre, lieu.position) if vers.centre and lieu.position else TOUR_KM
        return ailleurs, ferme, loin

    return min(lieux, key=rang)


def _ouvre(lieu, moments):
    """Whether an Endroit is surely open at one of these moments."""
    if not lieu.fuseau:
        return False
    maintenant = minute(timezone.now())
    bornes = [fenetre(moment, maintenant, lieu.fuseau) for moment in moments]
    instants = [datetime.fromtimestamp(60 * borne, UTC) for paire in bornes for borne in paire]
    ouvert = plates(
        horaires.intervalles(
            lieu.notation, min(instants), max(instants), lieu.fuseau, lieu.departement
        )
    )
    return any(croise(ouvert, *paire) for paire in bornes)


def en_mots(lieux, choisi):
    """« 12, rue du Port, Nantes et 2 autres lieux »."""
    if choisi is None:
        return ""
    autres = len(lieux) - 1
    if autres == 1:
        return _("%(lieu)s et un autre lieu") % {"lieu": choisi.en_mots}
    if autres > 1:
        return _("%(lieu)s et %(nombre)d autres lieux") % {
            "lieu": choisi.en_mots,
            "nombre": autres,
        }
    return choisi.en_mots
