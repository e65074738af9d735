"""Opening hours as pages show them: which apply to a place, its state now, a week in words.

A place has its own hours or, when it has none, those of the actor. Of a private place nothing is
said but its commune: its own hours, which may name a person, are never read.
"""

from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from annuaire import horaires
from annuaire.horaires.feries import jours_feries
from annuaire.horaires.francais import enumerer
from annuaire.horaires.instants import FERME, INCONNU, OUVERT
from annuaire.horaires.jours import du
from annuaire.horaires.phrases import doute, non_renseigne
from territoires.fuseaux import (
    ETENDUS,
    FUSEAU_PAR_DEFAUT,
    FUSEAUX,
    FUSEAUX_DE_COMMUNES,
    en_metropole,
)
from territoires.noms import departement_du_code_postal

JOURS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MINUIT = 24 * 60


@dataclass(frozen=True, slots=True)
class Endroit:
    """Where and when a place is open: its notation, its zone, its département (« » unknown).

    Without a zone nobody knows what time it is there: its hours are never judged.
    """

    notation: str = ""
    fuseau: str = FUSEAU_PAR_DEFAUT
    departement: str = ""

    def etat(self, instant=None):
        """Return the `horaires.Etat` at the aware *instant*, now by default."""
        if not self.fuseau:
            return horaires.Etat(INCONNU, doute(INCONNU, "") if self.notation else non_renseigne())
        return horaires.etat(
            self.notation, instant or timezone.now(), self.fuseau, self.departement
        )


@dataclass(slots=True)
class HorairesMontres:
    """What annuaire/_horaires.html draws.

    ``etat`` is the class of the state (ouvert, ferme or inconnu), ``phrase`` its sentence.
    ``lignes``: (Ligne, whether it is today's) of the ordinary week; ``semaine``: the rest.
    """

    etat: str
    phrase: str
    lignes: list
    semaine: horaires.Semaine
    noms: list = field(default_factory=list)

    @property
    def titre(self):
        """Names of the places that keep these hours; « » when all do."""
        return enumerer(dict.fromkeys(nom for nom in self.noms if nom))

    @property
    def notes(self):
        """Notes that do not repeat the state."""
        return [note for note in self.semaine.notes if note != self.phrase]

    @property
    def a_lire(self):
        """Whether there is more to show than the state."""
        return bool(self.lignes or self.semaine.particuliers or self.notes or self.semaine.texte)


def endroit(
    propres, public, de_l_acteur, commune, fuseau, departement, code_postal="", position=None
):
    """Return the `Endroit` of a place.

    *propres*: its own hours; *commune*: INSEE code; *fuseau* and *departement*: of its
    département; *position*: (latitude, longitude). None or « » when unknown. Without a commune
    an overseas place is known by its postcode; one that only has a position there has no zone.
    """
    notation = (public and propres) or de_l_acteur
    if commune:
        zone = FUSEAUX_DE_COMMUNES.get(commune) or fuseau or FUSEAU_PAR_DEFAUT
        return Endroit(notation, zone, departement or "")
    outre_mer = departement_du_code_postal(code_postal or "")
    if outre_mer in FUSEAUX:
        return Endroit(notation, "" if outre_mer in ETENDUS else FUSEAUX[outre_mer], outre_mer)
    ailleurs = position and None not in position and not en_metropole(*position)
    return Endroit(notation, "" if ailleurs else FUSEAU_PAR_DEFAUT)


def endroit_de(acteur, lieu):
    """Return the `Endroit` of a Lieu of *acteur*; no query when its commune was joined."""
    commune = lieu.commune
    return endroit(
        *(lieu.horaires, lieu.public, acteur.horaires),
        *(commune.code_insee, commune.departement.fuseau, commune.departement_id)
        if commune
        else ("", "", ""),
        lieu.code_postal,
        (lieu.latitude, lieu.longitude),
    )


def classe(etat):
    """Return the class of an `horaires.Etat`: ouvert, ferme, or inconnu for all that is neither."""
    return etat.genre if etat.genre in (OUVERT, FERME) else INCONNU


def etat_de_carte(lu, ailleurs):
    """Return (class, sentence) of an `Endroit` now; *ailleurs*: another place has hours."""
    if ailleurs and not lu.notation:
        return INCONNU, _("Horaires selon le lieu")
    etat = lu.etat()
    return classe(etat), etat.phrase


def horaires_montres(acteur, lieux, instant=None):
    """Return [HorairesMontres], never empty: those of the first place first.

    Places with the same hours and the same state share one; two zones never do when they differ.
    The actor's own come last when no place keeps them.
    """
    instant = instant or timezone.now()
    endroits = [(endroit_de(acteur, lieu), _nom(lieu)) for lieu in lieux]
    if acteur.horaires and all(lu.notation != acteur.horaires for lu, _nom_du_lieu in endroits):
        premier = endroits[0][0] if endroits else Endroit()
        endroits.append((replace(premier, notation=acteur.horaires), ""))
    dits = {}
    for lu, nom in endroits or [(Endroit(), "")]:
        etat = lu.etat(instant)
        montre = dits.get((lu.notation, etat.phrase))
        if montre is None:
            montre = dits[lu.notation, etat.phrase] = _montre(lu, etat, instant)
        montre.noms.append(nom)
    montres = [dit for (notation, _phrase), dit in dits.items() if notation] or [*dits.values()][:1]
    if len(montres[0].noms) >= len(endroits):  # everywhere the same: no place to name
        montres[0].noms = []
    return montres


def _nom(lieu):
    return (lieu.nom if lieu.public else "") or lieu.nom_commune


def _montre(lu, etat, instant):
    expression = horaires.lire(lu.notation)
    semaine = horaires.en_francais(expression)
    jour = _jour_ordinaire(expression, lu, instant)
    return HorairesMontres(
        classe(etat),
        etat.phrase,
        [(ligne, jour in ligne.rangs) for ligne in semaine.jours],
        semaine,
    )


def _jour_ordinaire(expression, lu, instant):
    """Weekday of today there; None when a holiday, a season or a date changes its hours, or
    when nobody knows what day it is there."""
    if not lu.fuseau:
        return None
    jour = timezone.localtime(instant, ZoneInfo(lu.fuseau)).date()
    ordinaires = [regle for regle in expression.regles if not (regle.datee or regle.rangs)]
    if jour in jours_feries(lu.departement, jour.year) or (
        du(expression.regles, jour, False) != du(ordinaires, jour, False)
    ):
        return None
    return jour.weekday()


def pour_les_machines(notation):
    """Return schema.org's ``openingHours``: ["Mo,Tu 09:00-12:00", …] of what is sure every week.

    Empty unless the hours are understood and never depend on the date: the format knows neither
    seasons nor ranks, and a robot takes what it reads for certain.
    """
    tranches = {}
    for rang, jour in enumerate(horaires.lire(notation).semaine):
        for debut, fin, genre, _commentaire in jour.plages:
            if genre == OUVERT:
                tranches.setdefault((debut, fin), []).append(JOURS[rang])
    return [
        ",".join(jours) if bornes == (0, MINUIT) else f"{','.join(jours)} {_bornes(*bornes)}"
        for bornes, jours in tranches.items()
    ]


def _bornes(*minutes):
    return "-".join(f"{m // 60 % 24:02d}:{m % 60:02d}" for m in minutes)
