"""From the value of a cell to the text that a CSV of the same list would hold."""

import re
from datetime import datetime, timedelta

_DATE_NUMERIQUE = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
# What a number format holds beside its signs: quotes, escapes, colours, places, conditions.
_ORNEMENTS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_JOUR_MAX = 2_958_465  # 9999-12-31
ENTIER_MAX = 10**15  # beyond, a double no longer holds every integer


def nombre(texte):
    """Return a number as people write it in a CSV: 44000.0 → « 44000 », 47.2184."""
    lu = float(texte)
    if lu.is_integer() and abs(lu) < ENTIER_MAX:
        return str(int(lu))
    return repr(lu)


def est_une_date(numero, code):
    """Whether a number format (its id and its code) shows a date or a time."""
    if numero in _DATE_NUMERIQUE:
        return True
    if not code or code.lower() in ("general", "standard"):
        return False
    return bool(re.search(r"[dmyhs]", _ORNEMENTS.sub("", code.split(";")[0]), re.IGNORECASE))


def date_serie(texte, depuis_1904=False):
    """Return a serial day as « 2024-03-12 », « 2024-03-12 10:30 » or « 10:30 »."""
    lu = float(texte)
    if not 0 <= lu <= _JOUR_MAX:
        return nombre(texte)
    if lu < 1:
        return _heure(datetime(1900, 1, 1) + timedelta(seconds=round(lu * 86_400)))
    # Excel believes in 29 February 1900: serials before it are a day late.
    origine = datetime(1904, 1, 1) if depuis_1904 else datetime(1899, 12, 30 if lu >= 60 else 31)
    return moment(origine + timedelta(days=int(lu), seconds=round(lu % 1 * 86_400)))


def moment(quand):
    """Return a datetime as a text; at midnight it is a day."""
    if (quand.hour, quand.minute, quand.second) == (0, 0, 0):
        return quand.date().isoformat()
    return f"{quand.date().isoformat()} {_heure(quand)}"


def _heure(quand):
    return quand.strftime("%H:%M:%S" if quand.second else "%H:%M")


def date_iso(texte):
    """Return « 2024-03-12T00:00:00 » as « 2024-03-12 »; what is not a date stays as it is."""
    try:
        return moment(datetime.fromisoformat(texte.rstrip("Z")))
    except ValueError:
        return texte
