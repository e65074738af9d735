"""Frequent slips in written hours, repaired when only one reading is possible.

Each repair is (pattern, replacement, French sentence). Comments between quotes are never touched.
What stays ambiguous (« 15:00,19:30 », « Mo Fr », « 9-12 ») is left alone: the text is then shown as
written.
"""

import re

from annuaire.horaires import tournures
from annuaire.horaires.grammaire import JOURS, MOIS

_J = f"(?:{'|'.join(JOURS)})"
_M = f"(?:{'|'.join(MOIS)})"
_H = r"\d{1,2}:\d{2}"
_PARITE = r"(?:\bles\s+)?\bsem(?:aines?|\.)?\s+(im)?paires?\b"
_SEMAINES = "semaines paires ou impaires en français"

_JOURS_DITS = {
    "Mo": "lundis?|lun|lu|mondays?|mon",
    "Tu": "mardis?|tuesdays?|tues?",
    "We": "mercredis?|merc?|me|wednesdays?|wed",
    "Th": "jeudis?|jeu|je|thursdays?|thurs?",
    "Fr": "vendredis?|vend?|ve|fridays?|fri",
    "Sa": "samedis?|sam|saturdays?|sat",
    "Su": "dimanches?|dim|sundays?|sun",
}
_MOIS_DITS = (
    "janvier|janv",
    "f[ée]vrier|f[ée]vr?",
    "mars",
    "avril|avr",
    "mai",
    "juin",
    "juillet|juil",
    "ao[ûu]t",
    "septembre|sept",
    "octobre",
    "novembre",
    "d[ée]cembre|d[ée]c",
)
_EN_FRANCAIS = "nom français de jour ou de mois"
MANQUANT = "point-virgule manquant"
DIX_HEURES_TRENTE, DIX_HEURES = "heures écrites « 10h30 »", "heures écrites « 10h »"
# Hours that were written as people say them, not in the notation.
EN_PHRASE = frozenset([DIX_HEURES_TRENTE, DIX_HEURES])
FINALE, INITIALE = "ponctuation finale", "ponctuation initiale"
_CASSE = "majuscules et minuscules"
_MOT = r"(?<![A-Za-zÀ-ÿ])(?:{})(?![A-Za-zÀ-ÿ])\.?"


def _mots(table, raison):
    return [(re.compile(_MOT.format(dits), re.IGNORECASE), code, raison) for code, dits in table]


def _semaines(impaires):
    return "week 1-53/2" if impaires else "week 2-52/2"


def _casse(codes):
    """Another spelling of a code; (?-i:…) keeps the code itself out, which is no slip."""
    return [
        (
            re.compile(rf"(?<![A-Za-zÀ-ÿ])(?-i:(?!{code})){code}(?![A-Za-zÀ-ÿ])", re.I),
            code,
            _CASSE,
        )
        for code in codes
    ]


REPARATIONS = [
    *tournures.etapes(
        (r"[\u2010-\u2015\u2192\u2212]", "-", "tiret long"),
        (r"[\u00a0\u202f\u2009]", " ", ""),
        (r"[\s;,.]+$", "", FINALE),
        (r"^[\s;,]+", "", INITIALE),
        (r";(?:\s*;)+", ";", "point-virgule doublé"),
        (r"(?<=[\dhé])\s*\n\s*(?=[a-z])", "; ", "retour à la ligne"),
        (r"\s*\n\s*", " ", "retour à la ligne"),
        (
            r"\b24\s*h?\s*/\s*24\s*h?(?:\s*,?\s*(?:et\s+)?7\s*j?\s*/\s*7(?:\s*j)?)?(?!\w)",
            "24/7",
            "24 h/24",
        ),
        (r"\b7\s*j?\s*/\s*7\s*j?,?\s*(?:et\s+)?24/7", "24/7", "24 h/24"),
        (r"\b7\s*j\s*/\s*7(?:\s*j)?\b|\btous les jours\b", "Mo-Su", "jours en français"),
        (r"\bjours? f[ée]ri[ée]s?\b", "PH", "jours fériés en français"),
    ),
    *_mots(zip(JOURS, (_JOURS_DITS[jour] for jour in JOURS), strict=True), _EN_FRANCAIS),
    *_mots(zip(MOIS, _MOIS_DITS, strict=True), _EN_FRANCAIS),
    *_casse(
        [
            *(jour for jour in JOURS if jour != "We"),
            *MOIS,
            "PH",
            "SH",
            "week",
            "off",
            "closed",
            "open",
            "unknown",
        ]
    ),
    *tournures.AVANT,
    *tournures.etapes(
        (rf"({_J}|{_M}|PH)\s*:?\s+ferm[ée]e?s?\b", r"\1 off", "« fermé » en français"),
        (
            rf"\bferm[ée]e?s?\s+(?:en\s+|les?\s+|au mois d[e’']\s*)?({_J}|{_M}|PH)(?![A-Za-z])",
            r"\1 off",
            "« fermé » en français",
        ),
        (
            rf"\b(?:du|de)\s+({_J}|{_M})\s+(?:au|à)\s+({_J}|{_M})(?![A-Za-z])",
            r"\1-\2",
            "« du … au … »",
        ),
        (rf"({_J})\s+(?:au|à)\s+({_J})(?![A-Za-z])", r"\1-\2", "« … au … »"),
        (rf"\b(?:tous\s+les|chaque|les?)\s+(?={_J}(?![A-Za-z]))", "", "« le », « les »"),
        (rf"({_J}|\])\s+et\s+(?:le\s+|les\s+)?(?={_J})", r"\1,", "« et » entre des jours"),
        (rf"({_M})\s+et\s+(?={_M})", r"\1,", "« et » entre des mois"),
        # Of one day or one run of days: in a list, nobody knows how many of them it is about.
        (
            rf"(?<![A-Za-z,-])(?<!,\s)({_J}(?:-{_J})?)\s*,?\s*\(?{_PARITE}\)?(?:\s*:)?",
            lambda m: f"{_semaines(m[2])} {m[1]}",
            _SEMAINES,
        ),
        (
            rf"{_PARITE}\s*[:,]?\s*(?={_J}(?![A-Za-z]))",
            lambda m: f"{_semaines(m[1])} ",
            _SEMAINES,
        ),
        # Hours.
        (r"\b(\d{1,2})\s*h(?:eures?)?\s*([0-5]\d)\b", r"\1:\2", DIX_HEURES_TRENTE),
        (r"\b(\d{1,2})\s*h(?:eures?|rs?)?(?![A-Za-zÀ-ÿ\d])", r"\1:00", DIX_HEURES),
        (
            r"(?<=-)\s*(\d{1,2})\.([0-5]\d)(?![.\d])|(?<![.\d])(\d{1,2})\.([0-5]\d)(?=\s*-\s*\d)",
            lambda m: f"{m[1] or m[3]}:{m[2] or m[4]}",
            "point au lieu de deux-points",
        ),
        (rf"({_H})-(\d\d)-([0-5]\d)(?![:\d])", r"\1-\2:\3", "tiret au lieu de deux-points"),
        (rf"\b(?:de|d[’'])\s*({_H})", r"\1", "« de … à … »"),
        (rf"({_H})\s*(?:à|a|jusqu[’']à)\s*(?=\d{{1,2}}:|midi|minuit)", r"\1-", "« de … à … »"),
        (rf"({_H})\s*-\s*minuit\b", r"\1-24:00", "« minuit »"),
        (rf"({_H})\s*-\s*midi\b", r"\1-12:00", "« midi »"),
        (
            rf"({_H}\s*-\s*{_H})\s*(?:\+|et|puis|&|/)\s*(?=(?:de\s+)?{_H})",
            r"\1,",
            "« et » entre des heures",
        ),
        (rf"({_H}\s*-\s*{_H})\s+(?={_H}\s*-)", r"\1,", "virgule manquante entre des heures"),
        (
            r"(?<![\d:/\-])(\d:\d{2})(?!\d)|(?<=-)(\d:\d{2})(?!\d)",
            lambda m: f"0{m[1] or m[2]}",
            "zéro manquant devant l’heure",
        ),
    ),
    *tournures.APRES,
    *tournures.etapes(
        # Days.
        (
            rf"({_H})(?:\s*\.)?\s+(?:et\s+|puis\s+)?"
            rf"(?={_J}(?:\s*[-,]\s*{_J})*\s+(?:{_H}\s*-|off\b))",
            r"\1; ",
            MANQUANT,
        ),
        (r"[ \t]{2,}", " ", ""),
        (r"\s+,", ",", ""),
        (r"\[\s*(-?\d)\s*\]", r"[\1]", ""),
        (rf"({_J}|\]|PH|\d)\s*:\s+(?={_H}|off)", r"\1 ", ""),
        (r"\]\s*\[\s*(?=-?\d)", ",", "rangs de jour écrits « [2][4] »"),
        (rf"({_J})\s+\[", r"\1[", "espace devant « [ »"),
        (rf"({_J}|\]|PH|off)(?=\d{{1,2}}:\d\d)", r"\1 ", "espace manquante"),
        (rf"({_J}|\])\s*,\s*(?={_H})", r"\1 ", "virgule entre le jour et l’heure"),
        (
            rf"(?<![A-Za-z])({_J}(?:-{_J})?(?:\s+{_J}(?:-{_J})?)+)(?=[\s:]|$)",
            lambda m: _liste_de_jours(m[1]),
            "virgule manquante entre des jours",
        ),
        (
            rf"(?<![A-Za-z])({_M})\s+({_M})(?=\s+off\b)",
            lambda m: _mois_voisins(m[1], m[2]),
            "virgule manquante entre des mois",
        ),
        (
            rf"({_H}|off|24/7)\s*,\s*(?=(?:PH|{_J}(?:[-,](?:{_J}|PH))*|{_M})\s+off\b)",
            r"\1; ",
            "virgule au lieu d’un point-virgule",
        ),
    ),
]
_ESPACES = re.compile(r"\s*-\s*")
_MAR = re.compile(r"(?<![A-Za-zÀ-ÿ])(?:mar|ma)\.?(?![A-Za-zÀ-ÿ])", re.IGNORECASE)
# « WE » is the week-end in French, « Di » a Tuesday in German: read only beside their likes.
_MA = re.compile(r"(?<![A-Za-zÀ-ÿ])ma(?![A-Za-zÀ-ÿ])", re.IGNORECASE)
_SA = re.compile(r"(?<![A-Za-zÀ-ÿ])sa(?![A-Za-zÀ-ÿ])", re.IGNORECASE)
_WE = re.compile(r"(?<![A-Za-zÀ-ÿ])(?-i:(?!We))we(?![A-Za-zÀ-ÿ])", re.IGNORECASE)
_ANGLAIS = re.compile(r"(?<![A-Za-zÀ-ÿ])(?:mo|tu|th|fr|su)(?![A-Za-zÀ-ÿ])", re.IGNORECASE)
_DI = re.compile(r"(?<![A-Za-zÀ-ÿ])di\.?(?![A-Za-zÀ-ÿ])", re.IGNORECASE)
_ALLEMAND = re.compile(r"(?<![A-Za-zÀ-ÿ])(?:mo|mi|do|so)(?![A-Za-zÀ-ÿ])", re.IGNORECASE)
_AUTRE_JOUR = re.compile(
    r"(?<![A-Za-zÀ-ÿ])(?:lun|lu|mer|me|jeu|je|ven|ve|sam|dim|di|lundi|mercredi|jeudi|vendredi)"
    r"(?![A-Za-zÀ-ÿ])",
    re.IGNORECASE,
)


def _liste_de_jours(texte):
    """« Tu We Fr » → « Tu,We,Fr »; two lone days that are not neighbours stay as they are.

    « Mo Fr » may have lost a comma or a dash.
    """
    jours = texte.split()
    if len(jours) == 2 and all(jour in JOURS for jour in jours):
        ecart = JOURS.index(jours[1]) - JOURS.index(jours[0])
        if ecart % 7 != 1:
            return texte
    return ",".join(jours)


def _mois_voisins(un, autre):
    voisins = MOIS.index(autre) - MOIS.index(un) in (1, -11)
    return f"{un},{autre}" if voisins else f"{un} {autre}"


def reparer(texte):
    """Return (repaired text, [French sentence…] in the order of the repairs, each once)."""
    texte = re.sub(r"[«“”]\s*|\s*»", '"', texte)
    morceaux = re.split(r'("[^"]*")', texte)
    dites = []
    for rang in range(0, len(morceaux), 2):
        if morceaux[rang].strip():
            morceaux[rang], faites = _reparer_hors_commentaire(
                morceaux[rang], rang == 0, rang == len(morceaux) - 1
            )
            dites += [faite for faite in faites if faite not in dites]
    return "".join(morceaux).strip(), dites


def _reparer_hors_commentaire(texte, debut, fin):
    dites = []
    # « mar. » is Tuesday beside other French days, March otherwise or unknown; « ma » is never a
    # month, but it is Monday in Dutch, where « sa » is no day.
    for motif, par, oui, raison in (
        (_MAR, "Tu", _AUTRE_JOUR.search(texte), _EN_FRANCAIS),
        (_MA, "Tu", _SA.search(texte), _EN_FRANCAIS),
        (_DI, "Su", not _ALLEMAND.search(texte), _EN_FRANCAIS),
        (_WE, "We", _ANGLAIS.search(texte), _CASSE),
    ):
        if oui and motif.search(texte):
            texte = motif.sub(par, texte)
            dites += [raison] if raison not in dites else []
    for motif, par, raison in REPARATIONS:
        if (raison == FINALE and not fin) or (raison == INITIALE and not debut):
            continue
        repare = motif.sub(par, texte)
        blancs = repare.strip() == texte.strip()
        if not blancs and raison and raison not in dites:
            dites.append(raison)
        texte = repare
    return _ESPACES.sub("-", texte), dites
