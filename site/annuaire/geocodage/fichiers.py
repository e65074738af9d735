"""Geocoding by file: the places that wait as CSV, and the same file with what a geocoder found.

Any tool of the family of https://adresse.data.gouv.fr adds the columns ``latitude``,
``longitude``, ``result_score``, ``result_type``, ``result_label`` and ``result_citycode``.
"""

import csv
import io
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from annuaire.imports.fiches import FichierIllisible
from annuaire.imports.lecture import Fichier
from annuaire.imports.profils import Profil, colonnes
from annuaire.models import Geocodage
from socle.tableurs import neutraliser

from .lieux import a_demander, avec_empreinte
from .poses import PERIME, Trouvaille, poser
from .service import reponse_sure

LIGNES_MAX = 1000  # within the half minute that a web worker has, on a slow machine
LOT = 200
ENTETE = ("ref", "cle", "adresse", "code_postal", "commune", "citycode")
EXIGEES = ("latitude", "longitude", "result_score", "result_type", "result_citycode")
_CLE = re.compile(r"^'?L(\d{1,18})-([0-9a-f]{32})$")
Etat = Geocodage.Etat
PLACE, A_PLACER, INCHANGE, REFUSE = "place", "a_placer", "inchange", "refuse"


PROFIL = Profil(
    "geocodage",
    colonnes(
        cle="",
        ref="",
        adresse="",
        latitude="lat result_latitude",
        longitude="lon lng result_longitude",
        result_score="score",
        result_type="type",
        result_label="label",
        result_citycode="",
    ),
    "cle",
)


@dataclass
class Rangee:
    """One row of the report. ``issue``: place, a_placer, inchange or refuse."""

    numero: int
    ref: str = ""
    adresse: str = ""
    issue: str = REFUSE
    raison: str = ""


def a_telecharger():
    """Return the text of the file: the first LIGNES_MAX places that wait."""
    texte = io.StringIO()
    redacteur = csv.writer(texte, delimiter=";", lineterminator="\r\n")
    redacteur.writerow(ENTETE)
    for lieu in a_demander().select_related("acteur", "commune", "geocodage")[:LIGNES_MAX]:
        commune = lieu.commune.nom if lieu.commune else lieu.localite
        cellules = (lieu.adresse, lieu.code_postal, commune, lieu.commune_id or "")
        cle = f"L{lieu.pk}-{lieu.courante}"
        redacteur.writerow([lieu.acteur.ref, cle, *map(neutraliser, cellules)])
    return "\ufeff" + texte.getvalue()  # the mark without which Excel garbles accents


def recevoir(chemin):
    """Read a geocoded file, place what can be; return the Rangees, one a row, in their order.

    Raises FichierIllisible with a sentence, before anything is written, when it is not one.
    """
    fichier = Fichier(chemin, PROFIL)
    if fichier.total > LIGNES_MAX:
        raise FichierIllisible(
            _("Ce fichier a plus de %s lignes : coupez-le en plusieurs.") % LIGNES_MAX
        )
    lignes = list(fichier.lignes())
    lues = set().union(*(ligne.cellules for ligne in lignes))
    if manquent := [nom for nom in EXIGEES if nom not in lues]:
        raise FichierIllisible(_("Il manque des colonnes : %s.") % ", ".join(manquent))
    rangees, deja = [], {}
    for debut in range(0, len(lignes), LOT):
        rangees += _traiter(lignes[debut : debut + LOT], deja)
    return rangees


def _traiter(lignes, deja):
    rangees, trouvees = [], {}
    for ligne in lignes:
        rangee, trouvaille = _lire(ligne, deja)
        rangees.append(rangee)
        if trouvaille:
            trouvees[trouvaille.lieu] = (rangee, trouvaille)
    lieux = avec_empreinte().select_related("acteur", "geocodage", "commune")
    connus = {lieu.pk: lieu for lieu in lieux.filter(pk__in=list(trouvees))}
    a_poser = []
    for pk, (rangee, trouvaille) in trouvees.items():
        if _attend(connus.get(pk), rangee, trouvaille):
            a_poser.append(trouvaille)
    for pk, etat in poser(a_poser).items():
        _dire(trouvees[pk][0], etat)
    return rangees


def _lire(ligne, deja):
    """The (Rangee, Trouvaille or None) of a Ligne; the rows of *deja* are {place: line}."""
    cellules = {nom: texte.strip() for nom, texte in ligne.cellules.items()}
    rangee = Rangee(ligne.numero, cellules.get("ref", "")[:20], cellules.get("adresse", "")[:255])
    cle = _CLE.match(cellules.get("cle", ""))
    if ligne.defaut or not cle:
        rangee.raison = ligne.defaut or _("La colonne « cle » n’est pas celle du fichier.")
        return rangee, None
    pk, empreinte = int(cle[1]), cle[2]
    if pk in deja:
        rangee.raison = _("Même lieu que la ligne %s.") % deja[pk]
        return rangee, None
    deja[pk] = ligne.numero
    if not (cellules["latitude"] or cellules["longitude"]):
        return rangee, Trouvaille(pk, empreinte)
    try:
        reponse = reponse_sure(
            *(cellules[n].replace(",", ".") for n in ("latitude", "longitude", "result_score")),
            type=cellules["result_type"][:20],
            libelle=cellules.get("result_label", "")[:255],
            code_insee=cellules["result_citycode"][:5],
        )
    except ValueError:
        rangee.raison = _("Latitude, longitude ou score illisible.")
        return rangee, None
    return rangee, Trouvaille(pk, empreinte, reponse)


def _attend(lieu, rangee, trouvaille):
    """Whether a place waits for what was found; else the Rangee says why it does not."""
    note = getattr(lieu, "geocodage", None) if lieu else None
    if lieu is None or lieu.acteur.ref != rangee.ref.lstrip("'"):
        rangee.raison = _("Ce lieu n’existe plus.")
    elif not lieu.public:
        rangee.raison = _("Cette adresse est privée.")
    elif lieu.courante != trouvaille.empreinte:
        rangee.raison = _("L’adresse a changé depuis le téléchargement.")
    elif note and note.empreinte == lieu.courante and _rien_de_neuf(note, trouvaille):
        rangee.issue = INCHANGE
    else:
        return True
    return False


def _rien_de_neuf(note, trouvaille):
    """Whether a person has settled the place, or the file says again what is known."""
    if note.etat in (Etat.FAIT, Etat.ECARTE):
        return True
    reponse = trouvaille.reponse
    trouvee = (reponse.latitude, reponse.longitude) if reponse else (None, None)
    return note.etat == Etat.A_PLACER and trouvee == (note.latitude, note.longitude)


def _dire(rangee, etat):
    if etat == PERIME:
        rangee.raison = _("Ce lieu a déjà une position, ou sa fiche n’est pas publiée.")
    else:
        rangee.issue = PLACE if etat == Etat.FAIT else A_PLACER
