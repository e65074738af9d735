"""What spreadsheets do to a cell, undone when it is certain; the rest is for a sentence.

A number loses its leading zeros, gains « .0 », or is rounded (8.07469E+13); a date becomes a
number of days; « 24/7 » becomes a day of July. Functions that repair leave a remark on the
Fiche, of kind « tableur ».
"""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from territoires.adresses import resoudre_adresse
from territoires.index import index

_ZERO_DECIMAL = re.compile(r"^(\d+)[.,]0+$")
_SCIENTIFIQUE = re.compile(r"^([0-9]+(?:[.,][0-9]+)?)E\+?([0-9]{1,3})$", re.IGNORECASE)
_DATE_LUE = re.compile(
    r"^(?:(?P<a>\d{4})-(?P<m>\d{2})-(?P<j>\d{2})|(?P<j2>\d{1,2})/(?P<m2>\d{1,2})/\d{4})"
    r"(?:[ T]00:00(?::00)?)?$"
)
# Days since 30 December 1899, the origin of spreadsheets: 1927-05-18 to 2099-12-31. Fewer than
# five digits would rather be a year.
_JOURS = range(10_000, 73_051)
_ORIGINE = date(1899, 12, 30)
# How sure a postcode and a name are of each other (territoires.adresses).
SURES = ("exacte", "approchee", "departement")


def est_arrondi(texte):
    """Whether a number is in scientific notation with fewer digits than it had."""
    trouve = _SCIENTIFIQUE.match(texte)
    return bool(trouve) and not _tous_les_chiffres(trouve)


def _tous_les_chiffres(trouve):
    mantisse = re.sub(r"[.,]", "", trouve[1])
    return len(mantisse) == int(trouve[2]) + 1


def entier(texte):
    """Return « '01000 », « 44000.0 » or « 8.0746931700018E+13 » as digits; else *texte*."""
    texte = texte.strip().lstrip("'’")
    if trouve := _ZERO_DECIMAL.match(texte):
        return trouve[1]
    trouve = _SCIENTIFIQUE.match(texte)
    if trouve and _tous_les_chiffres(trouve):
        return re.sub(r"[.,]", "", trouve[1])
    return texte


def dire(fiche, nom, ecrit, lu):
    """Note what a cell was taken for."""
    fiche.remarquer(
        "tableur",
        _("%(nom)s « %(ecrit)s » : abîmé par le tableur, lu %(lu)s.")
        % {"nom": nom, "ecrit": ecrit[:40], "lu": lu},
    )


def numero(fiche, nom, texte, longueurs, longueur, valide):
    """Return a number that *valide*, its leading zeros and its decimals put right, else *texte*.

    *longueurs*: how many digits may be left of *longueur*.
    """
    lu = entier(texte)
    if lu.isascii() and lu.isdigit() and len(lu) in longueurs:
        lu = lu.zfill(longueur)
    if lu != texte and valide(lu):
        dire(fiche, nom, texte, lu)
        return lu
    return texte


def code_postal(fiche, code, ecrit, commune):
    """Return five digits for four when the commune, or the list of postcodes, confirms the zero.

    *code*: the digits; *ecrit*: the cell; *commune*: the name beside it, or "".
    """
    propose = f"0{code}"
    if commune:
        sur = resoudre_adresse(propose, commune).precision in SURES
    else:
        connus = index().codes_postaux
        sur = propose in connus or not connus
    if not sur:
        fiche.remarquer(
            "code_postal",
            _("Code postal « %s » : il manque un chiffre, rien ne dit lequel ; laissé de côté.")
            % ecrit[:40],
        )
        return ""
    dire(fiche, _("Code postal"), ecrit, propose)
    return propose


def telephone(fiche, ecrit):
    """Return a telephone with the zero or the « + » that a number loses; "" when it is rounded."""
    texte = entier(ecrit)
    if est_arrondi(texte):
        fiche.remarquer(
            "contact",
            _("Téléphone arrondi par le tableur (%s) : laissé de côté.") % texte[:40],
        )
        return ""
    lu = re.sub(r"[\s\xa0\u202f]", "", texte)
    if re.fullmatch(r"[1-9][0-9]{8}", lu):
        lu = f"0{lu}"
    elif re.fullmatch(r"33[1-9][0-9]{8}", lu):
        lu = f"+{lu}"
    else:
        return texte
    dire(fiche, _("Téléphone"), ecrit, lu)
    return lu


def jour(fiche, nom, texte):
    """Return the ISO form of a serial day (« 45363 », « 45363.0 »), else *texte*."""
    trouve = re.fullmatch(r"([0-9]{5})(?:[.,][0-9]+)?", texte)
    if not trouve or int(trouve[1]) not in _JOURS:
        return texte
    lu = _ORIGINE + timedelta(days=int(trouve[1]))
    dire(fiche, nom, texte, lu.strftime("%d/%m/%Y"))
    return lu.isoformat()


def horaires(fiche, texte):
    """Return « 24/7 » for the 24 July that spreadsheets make of it; another day says nothing."""
    trouve = _DATE_LUE.match(texte)
    if not trouve:
        return texte
    jour_lu, mois = int(trouve["j"] or trouve["j2"]), int(trouve["m"] or trouve["m2"])
    if (jour_lu, mois) == (24, 7):
        dire(fiche, _("Horaires"), texte, "24/7")
        return "24/7"
    fiche.remarquer("horaires", _("Horaires devenus une date (%s) : laissés de côté.") % texte)
    return ""


def numero_de_rue(fiche, texte):
    """Return a street number; the date that a spreadsheet makes of « 1-3 » is left out."""
    if _DATE_LUE.match(texte):
        fiche.remarquer("adresse", _("Numéro de rue devenu une date (%s).") % texte)
        return ""
    return entier(texte)


def identifiant(fiche):
    """Leave out an identifier that was rounded: two rows would share it. Whether it was."""
    if est_arrondi(fiche.identifiant):
        fiche.remarquer(
            "identifiant",
            _("Identifiant arrondi par le tableur (%s) : laissé de côté.") % fiche.identifiant,
        )
        fiche.identifiant = ""
        return True
    return False


def refuser_sans_cle(fiche):
    """Refuse a row whose SIRET was rounded when nothing else says which actor it is."""
    if fiche.refus or not fiche.siret_arrondi or fiche.identifiant:
        return
    lieu = (fiche.champs.get("lieux") or [{}])[0]
    if lieu.get("code_postal") or lieu.get("adresse") or lieu.get("latitude") is not None:
        return
    fiche.refus = (
        _(
            "SIRET arrondi par le tableur (%s), et rien d’autre ne dit quel acteur c’est : "
            "mettez la colonne au format Texte et ressaisissez ses quatorze chiffres"
        )
        % fiche.siret_arrondi
    )
