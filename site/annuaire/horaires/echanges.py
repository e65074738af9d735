"""`Saisie` ↔ the JSON that the form's script edits: hours as people type them, « 14 h 30 ».

Shape: {"rangees": [{"jours": [0-6], "rangs": [1, -1], "semaines": [[first, last, step]], "etat",
"plages": [["9 h", "12:00"]], "saison": null | {"mois": [1-12]} | {"du": [month, day], "au":
[month, day], "an": 0 or year}, "remarque"}], "feries": {"etat", "plages"}, "fermetures": [{"du",
"au", "an", "remarque"}], "sinon": text}.
"""

import json
import re

from django.utils.translation import gettext as _

from annuaire.horaires.grammaire import LONGUEURS, MINUIT, Refus, fin_de_plage
from annuaire.horaires.phrases import MOIS
from annuaire.horaires.saisie import (
    ETATS,
    FERIES,
    HORAIRES,
    OUVERT,
    RANGS,
    SEMAINES,
    Fermeture,
    Periode,
    Rangee,
    Saisie,
    SaisieRefusee,
    en_heure,
)

OCTETS_MAX = 20_000
_HEURE = re.compile(
    r"(\d{1,2})\s*(?:(?:h|:|\.)\s*(\d{2})?|h?)\s*(?:min)?|(\d{2})(\d{2})", re.IGNORECASE
)
_MOTS = {"midi": 12 * 60, "minuit": 0}


def en_json(saisie):
    """Return a `Saisie` as what `depuis_json` reads."""
    return {
        "rangees": [
            {
                "jours": [*rangee.jours],
                "rangs": [*rangee.rangs],
                "semaines": [[*triplet] for triplet in rangee.semaines],
                "etat": rangee.etat,
                "plages": _plages_en_json(rangee.plages),
                "saison": _saison_en_json(rangee.saison),
                "remarque": rangee.remarque,
            }
            for rangee in saisie.rangees
        ],
        "feries": {"etat": saisie.feries, "plages": _plages_en_json(saisie.plages_feries)},
        "fermetures": [
            {**_periode_en_json(f.periode), "remarque": f.remarque} for f in saisie.fermetures
        ],
        "sinon": saisie.sinon,
    }


def _plages_en_json(plages):
    return [[en_heure(a), en_heure(b - MINUIT if b > MINUIT else b)] for a, b in plages]


def _saison_en_json(saison):
    if isinstance(saison, Periode):
        return _periode_en_json(saison)
    return {"mois": [*saison]} if saison else None


def _periode_en_json(periode):
    return {"du": [*periode.debut], "au": [*periode.fin], "an": periode.annee}


def depuis_json(texte):
    """Return the `Saisie` of a JSON text. Raises SaisieRefusee with a sentence a fault."""
    fautes = []
    try:
        brut = json.loads(texte) if len(texte) <= OCTETS_MAX else None
        saisie = Saisie(
            tuple(_chacune(brut["rangees"], _rangee, _("Ligne %(n)d"), fautes)),
            _parmi(brut["feries"]["etat"], FERIES),
            _plages_des_feries(brut["feries"], fautes),
            tuple(_chacune(brut["fermetures"], _fermeture, _("Fermeture %(n)d"), fautes)),
            _texte(brut["sinon"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as erreur:
        raise SaisieRefusee(_("Ces horaires sont illisibles.")) from erreur
    if fautes:
        raise SaisieRefusee(*fautes)
    return saisie


def _chacune(valeurs, lire, nom, fautes):
    if not isinstance(valeurs, list):
        raise TypeError
    lues = []
    for numero, valeur in enumerate(valeurs, 1):
        try:
            lue = lire(valeur)
            lues += [lue] if lue else []
        except SaisieRefusee as refus:
            fautes += [f"{nom % {'n': numero}}\u00a0: {phrase}" for phrase in refus.phrases]
    return lues


def _rangee(brut):
    jours = tuple(sorted({_entier(jour, 0, 6) for jour in brut["jours"]}))
    rangs = sorted({_entier(rang, -5, 5) for rang in brut["rangs"]} - {0}, key=RANGS.index)
    # A form that was open when rows had no weeks posts none.
    etat, semaines = _parmi(brut["etat"], ETATS), brut.get("semaines", [])
    if not (jours or rangs or semaines or _ecrits(brut["plages"]) or _texte(brut["remarque"])):
        return None  # a row that somebody added and left
    if not jours:
        raise SaisieRefusee(_("cochez au moins un jour."))
    plages = lire_plages(brut["plages"])
    if etat == OUVERT and not plages:
        raise SaisieRefusee(_("écrivez les heures."))
    return Rangee(
        jours,
        plages,
        tuple(rangs),
        etat,
        _saison(brut["saison"]),
        _texte(brut["remarque"]),
        _semaines(semaines),
    )


def _semaines(brut):
    """((first, last, step)…) of week numbers; an empty pair is none, unless there is no other.

    From 45 to 10 runs over New Year.
    """
    semaines = []
    ecrites = [triplet for triplet in brut if triplet[:2] != [None, None]]
    for premiere, derniere, pas in ecrites or brut:
        if premiere is None or derniere is None:
            raise SaisieRefusee(_("complétez les numéros de semaine."))
        a, b = (_entier(n, 0, 999) for n in (premiere, derniere))
        pas = _entier(pas, 1, SEMAINES)
        if not (1 <= a <= SEMAINES and 1 <= b <= SEMAINES):
            raise SaisieRefusee(_("les semaines vont de 1 à %(max)d.") % {"max": SEMAINES})
        if a > b and pas > 1:
            raise SaisieRefusee(
                _("de la semaine %(a)d à la semaine %(b)d, la fin vient avant le début.")
                % {"a": a, "b": b}
            )
        semaines += [(a, b, pas)] if a <= b else [(1, b, 1), (a, SEMAINES, 1)]
    return tuple(semaines)


def _saison(brut):
    if brut is None:
        return None
    if "mois" not in brut:
        return _periode(brut)
    mois = tuple(sorted({_entier(m, 1, 12) for m in brut["mois"]}))
    if not mois:
        raise SaisieRefusee(_("cochez au moins un mois."))
    return mois


def _fermeture(brut):
    if [brut["du"][1], brut["au"][1], _texte(brut["remarque"])] == [None, None, ""]:
        return None
    return Fermeture(_periode(brut), _texte(brut["remarque"]))


def _periode(brut):
    annee = _entier(brut["an"], 0, 9998)
    if 0 < annee < 1000:
        raise SaisieRefusee(_("l’année s’écrit avec quatre chiffres."))
    return Periode(_date(brut["du"]), _date(brut["au"]), annee)


def _date(brut):
    mois, jour = brut
    if jour is None or mois is None:
        raise SaisieRefusee(_("complétez les dates."))
    mois, jour = _entier(mois, 1, 12), _entier(jour, 0, 99)
    if not 1 <= jour <= LONGUEURS[mois - 1]:
        raise SaisieRefusee(
            _("il n’y a pas de %(jour)d %(mois)s.") % {"jour": jour, "mois": MOIS[mois - 1]}
        )
    return mois, jour


def _plages_des_feries(brut, fautes):
    if brut["etat"] != HORAIRES:
        return ()
    try:
        plages = lire_plages(brut["plages"])
        if not plages:
            raise SaisieRefusee(_("écrivez les heures."))
    except SaisieRefusee as refus:
        fautes += [f"{_('Jours fériés')}\u00a0: {phrase}" for phrase in refus.phrases]
        return ()
    return plages


def _ecrits(plages):
    return any(_texte(heure) for plage in plages for heure in plage)


def lire_plages(brut):
    """Return ((start, end)…) in minutes of [[text, text]…]; an empty pair is none."""
    plages = []
    for debut, fin in brut:
        debut, fin = _texte(debut), _texte(fin)
        if not (debut or fin):
            continue
        if not (debut and fin):
            raise SaisieRefusee(_("il manque l’heure de début ou de fin."))
        a, b = lire_heure(debut), lire_heure(fin)
        if a >= MINUIT:
            raise SaisieRefusee(
                _("«\u00a0%(texte)s\u00a0» n’est pas une heure.") % {"texte": debut}
            )
        try:
            plages.append((a, fin_de_plage(a, MINUIT if b == 0 else b)))
        except Refus as refus:
            raise SaisieRefusee(
                _("de %(debut)s à %(fin)s, %(raison)s.")
                % {"debut": debut, "fin": fin, "raison": refus}
            ) from refus
    return tuple(plages)


def lire_heure(texte):
    """Return minutes after midnight of « 9 », « 9 h », « 9h30 », « 09:30 », « 0930 », « midi »."""
    mot = texte.strip().lower()
    if mot in _MOTS:
        return _MOTS[mot]
    lu = _HEURE.fullmatch(mot)
    heures, minutes = (int(lu[1] or lu[3]), int(lu[2] or lu[4] or 0)) if lu else (99, 0)
    if minutes > 59 or heures * 60 + minutes > MINUIT:
        raise SaisieRefusee(_("«\u00a0%(texte)s\u00a0» n’est pas une heure.") % {"texte": texte})
    return heures * 60 + minutes


def _entier(valeur, premier, dernier):
    if type(valeur) is not int or not premier <= valeur <= dernier:
        raise ValueError
    return valeur


def _parmi(valeur, connues):
    if valeur not in connues:
        raise ValueError
    return valeur


def _texte(valeur):
    if not isinstance(valeur, str):
        raise TypeError
    return valeur.strip()
