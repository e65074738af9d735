"""Figures as French readers write them."""

from django.utils import formats, translation

FINE = "\u202f"  # narrow no-break space: before units and between thousands
INSECABLE = "\u00a0"


def nombre(valeur, decimales=0):
    """``1284`` → « 1 284 », ``57.5`` with one decimal → « 57,5 »; "" for None or ""."""
    if valeur is None or valeur == "":
        return ""
    brut = f"{float(valeur):,.{int(decimales)}f}"
    if (translation.get_language() or "fr").startswith("en"):
        return brut
    return brut.replace(",", FINE).replace(".", formats.get_format("DECIMAL_SEPARATOR", "fr"))


def distance(kilometres):
    """A distance as the crow flies, in kilometres → « 350 m », « 1,2 km », « 14 km »; "" for None.

    Metres are rounded to fifty: positions are rarely better than that.
    """
    if kilometres is None or kilometres == "":
        return ""
    km = float(kilometres)
    if km < 0.975:
        return f"{max(50, round(km * 20) * 50)}{FINE}m"
    return f"{nombre(km, 1 if km < 9.95 else 0)}{FINE}km"


def telephone(numero):
    """``+33240506070`` or ``0240506070`` → « 02 40 50 60 70 »; anything else as it came."""
    chiffres = str(numero or "").replace(" ", "").replace(".", "").replace(FINE, "")
    if chiffres.startswith("+33") and len(chiffres) == 12:
        chiffres = "0" + chiffres[3:]
    if len(chiffres) != 10 or not chiffres.isdigit():
        return numero or ""
    return INSECABLE.join(chiffres[i : i + 2] for i in range(0, 10, 2))
