"""How hours are told in French sentences, brought to the notation when only one reading is left.

Steps of `reparations`: (pattern, replacement, French sentence). Names of days and months are codes
already. A word that no step takes away (« pairs », « vacances », « environ ») stays, and the text
is then shown as written: a step may only take what cannot change the meaning.
"""

import re

from annuaire.horaires.grammaire import JOURS, MOIS

J = f"(?:{'|'.join(JOURS)})"
M = f"(?:{'|'.join(MOIS)})"
H = r"\d{1,2}:\d{2}"
_RANG = r"\[-?\d(?:,-?\d)*\]"
_UN_JOUR = rf"{J}(?:{_RANG}|\s*-\s*{J})?"
# « Mo-Fr », « Mo,Tu », « Sa[1] »
LISTE = rf"{_UN_JOUR}(?:\s*,\s*{_UN_JOUR})*"
_HEURES = rf"{H}\s*-\s*{H}(?:\s*,\s*{H}\s*-\s*{H})*"
_FIN = r"(?![A-Za-zÀ-ÿ])"
_RDV = r"sur\s+(?:rendez[\s-]*vous|rdv|r\.d\.v\.?)"

_RANGS = (
    ("1", r"1\s*(?:ers?|[èe]re)|premi(?:er|[èe]re)s?"),
    ("2", r"2\s*(?:[èe]me|e|nde?|d)s?|deuxi[èe]mes?|seconde?s?"),
    ("3", r"3\s*(?:[èe]me|e)s?|troisi[èe]mes?"),
    ("4", r"4\s*(?:[èe]me|e)s?|quatri[èe]mes?"),
    ("-1", r"derni(?:er|[èe]re)s?"),
)
_UN_RANG = rf"(?:{'|'.join(ecrit for _rang, ecrit in _RANGS)})"
_JOURS_DE_RANG = (
    rf"\b(?:(?:tous\s+)?les?\s+|chaque\s+)?({_UN_RANG}(?:\s*(?:,|&|\bet\b)\s*(?:les?\s+)?{_UN_RANG})*)"
    rf"\s+({J}){_FIN}(?:\s+(?:du|de\s+chaque|de\s+tous\s+les|par|dans\s+le)\s+mois\b)?"
)


def _de_rang(trouve):
    """« 1er et 3e Sa du mois » → « Sa[1,3] »."""
    dits = re.findall(_UN_RANG, trouve[1], re.IGNORECASE)
    rangs = [
        rang for dit in dits for rang, ecrit in _RANGS if re.fullmatch(ecrit, dit, re.IGNORECASE)
    ]
    return f"{trouve[2]}[{','.join(rangs)}]"


def _jours(liste):
    """The days of « Mo-Fr,Su », in order; None when some are only of a rank."""
    jours = []
    for partie in re.split(r"\s*,\s*", liste):
        if "[" in partie:
            return None
        bornes = [JOURS.index(jour) for jour in re.split(r"\s*-\s*", partie)]
        suite = (bornes[-1] - bornes[0]) % 7 + 1
        jours += [(bornes[0] + pas) % 7 for pas in range(suite)]
    return jours


def _sans(trouve):
    """« Mo-Su sauf Mo » → « Tu-Su »; as written when nothing would be left, or taken away."""
    tous, otes = _jours(trouve[1]), _jours(trouve[2])
    if tous is None or otes is None or not set(otes) < set(tous):
        return trouve[0]
    return _suite(jour for jour in tous if jour not in otes)


def _sans_heures(trouve):
    """« Tu-Sa 10:00-19:00 sauf We » → « Tu,Th,Fr,Sa 10:00-19:00 »."""
    tous, otes = _jours(trouve[1]), _jours(trouve[3])
    if tous is None or otes is None or not set(otes) < set(tous):
        return trouve[0]
    return _suite(jour for jour in tous if jour not in otes) + trouve[2]


def _suite(jours):
    return ",".join(JOURS[jour] for jour in sorted(set(jours)))


def _tous_sauf(trouve):
    """« 10:00-19:00 sauf Su » → « Mo,Tu,We,Th,Fr,Sa 10:00-19:00 »."""
    otes = _jours(trouve[2])
    if otes is None or len(set(otes)) == 7:
        return trouve[0]
    return f"{_suite(set(range(7)) - set(otes))} {trouve[1]}"


def _ferme_du_au(trouve):
    """« fermé du 1er au 15 Aug » → « Aug 1-Aug 15 off »."""
    debut = trouve[2] or trouve[4]
    return f"; {debut} {int(trouve[1])}-{trouve[4]} {int(trouve[3])} off"


def etapes(*triplets):
    """Return the steps as `reparations` takes them: patterns compiled, whatever their case."""
    return [(re.compile(motif, re.IGNORECASE), par, raison) for motif, par, raison in triplets]


ANNONCE = "mots qui annoncent les horaires"
SAUF = "« sauf … »"
# Before hours are read.
AVANT = etapes(
    (
        r"^\s*(?:(?:nos\s+)?(?:heures?|horaires?)(?:\s+d[’']ouverture)?|ouvertures?"
        r"|accueil(?:\s+du\s+public)?)\s*:?\s+(?=\S)",
        "",
        ANNONCE,
    ),
    (r"\bouverte?s?\s*:?\s+(?=(?:tou[st]|d[ue]|les?|l[’']|en)\b|\d|[A-Z][a-z]\b)", "", ANNONCE),
    (r"\b(?:pendant\s+)?toute\s+l[’']ann[ée]e\b\s*[,:]?\s*", "", ANNONCE),
    (r"\btlj\b", "Mo-Su", "jours en français"),
    (rf"\b(?:les?\s+)?week[\s-]?ends?{_FIN}", "Sa-Su", "jours en français"),
    (_JOURS_DE_RANG, _de_rang, "« 1er samedi du mois »"),
    (
        r"(?:\b(?:le|en)\s+|\bl[’'])?\b(?:matin(?:[ée]e)?|apr[èe]s[\s-]?midi|soir(?:[ée]e)?)s?"
        r"\s*:?\s*(?=(?:de\s+)?\d{1,2}\s*[h:])",
        "",
        "« matin », « après-midi » devant les heures",
    ),
    (
        r"(?<![\d:.h/\-])(?<!h )(\d{1,2})\s*(?:-|à)\s*(?=\d{1,2}\s*h(?![a-zà-ÿ]))",
        r"\1h-",
        "heures écrites « 14-18h »",
    ),
    (
        rf"[,;(]?\s*\bferm[ée]e?s?\s+du\s+(\d{{1,2}})(?:\s*er)?(?:\s+({M}))?\s+au\s+(\d{{1,2}})"
        rf"\s+({M}){_FIN}\s*\)?",
        _ferme_du_au,
        "« fermé du … au … »",
    ),
)
# Once days and hours are in the notation.
APRES = etapes(
    (r"^[;\s]+", "", ""),
    (r"\bPH\s+et\s+(?=[A-Z])", "PH,", "« et » entre des jours"),
    (
        rf"({H}|off)\s*(?:/|&|\||•|-|\bet\b)\s*(?=(?:les?\s+)?{LISTE}\s*:?\s+(?:{H}|off))",
        r"\1; ",
        "point-virgule manquant",
    ),
    (rf"\boff\s+(?={LISTE}\s*:?\s+(?:{H}|off))", "off; ", "point-virgule manquant"),
    (rf"({LISTE})\s*,?\s*\(?\s*\bsauf\s+(?:les?\s+)?({LISTE}){_FIN}\s*\)?", _sans, SAUF),
    (
        rf"^({LISTE})(\s*:?\s+{_HEURES})\s*,?\s*\(?\s*sauf\s+(?:les?\s+)?({LISTE})\s*\)?$",
        _sans_heures,
        SAUF,
    ),
    (rf"^({_HEURES})\s*,?\s*\(?\s*sauf\s+(?:les?\s+)?({LISTE})\s*\)?$", _tous_sauf, SAUF),
    (
        rf"^(.*\d)\s*,?\s*\(?\s*\b(?:sauf|hors)\s+(?:les?\s+|en\s+)?((?:{M}|PH)){_FIN}\s*\)?$",
        r"\1; \2 off",
        SAUF,
    ),
    (rf"^({_HEURES})\s*[,:]?\s+\(?({LISTE})\)?$", r"\2 \1", "heures avant les jours"),
    (
        rf"\s*,?\s*\(\s*((?:{LISTE}|{M}(?:-{M})?|PH)\s+off)\s*\)",
        r"; \1",
        "« fermé » entre parenthèses",
    ),
    (rf"({LISTE})\s*:?\s*{_RDV}(?=\s*(?:[;,]|$))", r'\1 "sur rendez-vous"', "« sur rendez-vous »"),
    (
        rf"({H})\s*[,;]?\s*(?:et|ou|sinon)\s+(?:aussi\s+)?{_RDV}\s*$",
        r'\1 || "sur rendez-vous"',
        "« sur rendez-vous »",
    ),
)
