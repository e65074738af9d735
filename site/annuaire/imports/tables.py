"""What every table shares, typed by hand or saved by a spreadsheet: its header and its rows.

The header is looked for under titles and blank rows; what spreadsheets leave in a table
(formulas in error, totals, columns given twice) is settled here when it is certain.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from search.analyse import plier
from socle.tableurs import rendre

from .fiches import FichierIllisible, Ligne

HAUTEUR_EN_TETE = 20  # rows among which the header is looked for
COLONNES_MAX = 500
_NON_MOT = re.compile(r"[\W_]+")
# What a cell shows when its formula fails, in English and in French.
_ERREURS = frozenset(
    [
        *("#ref!", "#n/a", "#name?", "#value!", "#div/0!", "#num!", "#null!", "#spill!", "#calc!"),
        *("#nom ?", "#nom?", "#valeur!", "#nombre!", "#nul!", "#propagation!"),
        *("err:502", "err:504", "err:508", "err:522"),
    ]
)
_TOTAL = re.compile(r"^(?:sous[ -]?)?tota(?:l|ux)\b[^|]{0,40}$")
_CHIFFRES = re.compile(r"^[\s\d.,%€+\-]*$")
# Columns that hold several values: given twice, their values add up.
LISTES = frozenset(
    """categories activites etiquettes gestes publics reseaux labels zone telephone email site_web
    reseaux_sociaux phone url facebook instagram mastodon""".split()  # noqa: SIM905 (readable)
)


def cle_de_colonne(nom):
    """Return the form in which column names are compared: « Code postal » → « codepostal »."""
    return _NON_MOT.sub("", plier(nom))


@dataclass
class EnTete:
    """The columns of a table: ``places``, [(position, canonical name)]; ``titres``, rows above.

    ``textes``: every column that has a name, as it is written, in the order of the file.
    """

    places: list
    ignorees: list
    titres: int = 0
    largeur: int = 0
    textes: tuple = ()
    noms: tuple = field(init=False)
    doubles: frozenset = field(init=False)

    def __post_init__(self):
        noms = [nom for _place, nom in self.places]
        self.noms = tuple(dict.fromkeys(noms))
        self.doubles = frozenset(nom for nom in noms if noms.count(nom) > 1)


def trouver_en_tete(rangees, profil):
    """Return (rank, EnTete) of the row of *rangees* that names the most columns, or None.

    *rangees*: the first rows, as ``{position: text}``. One that does not name the column of
    the name is not a header.
    """
    mieux = None
    for rang, cellules in enumerate(rangees[:HAUTEUR_EN_TETE]):
        lues = [(place, texte, connue(profil, texte)) for place, texte in cellules.items()]
        connues = {nom for _place, _texte, nom in lues if nom}
        if profil.colonne_nom in connues and (mieux is None or len(connues) > mieux[0]):
            mieux = len(connues), rang, lues
    if mieux is None:
        return None
    _nombre, rang, lues = mieux
    if len(lues) > COLONNES_MAX:
        raise FichierIllisible(_("L’en-tête de ce fichier a plus de 500 colonnes."))
    places = [(place, nom) for place, _texte, nom in lues if nom]
    ignorees = [" ".join(texte.split()) for _place, texte, nom in lues if not nom]
    titres = sum(1 for cellules in rangees[:rang] if any(t.strip() for t in cellules.values()))
    textes = tuple(nom for _place, texte, _nom in lues if (nom := " ".join(texte.split())))
    ignorees = [nom for nom in ignorees if nom]
    return rang, EnTete(places, ignorees, titres, len(lues), textes)


def connue(profil, nom):
    """Return the canonical column that a header cell names, else ""."""
    return profil.colonnes.get(cle_de_colonne(nom), "") if nom else ""


def sans_en_tete(profil, rangees):
    """Return what to raise when no row names the columns."""
    premiere = next((c for c in rangees if any(t.strip() for t in c.values())), {})
    lues = [" ".join(texte.split())[:40] for texte in list(premiere.values())[:20]]
    return FichierIllisible(
        _("La première ligne doit nommer les colonnes, dont « %(nom)s ». Colonnes lues : %(lues)s.")
        % {"nom": profil.colonne_nom, "lues": ", ".join(lues) or _("aucune")}
    )


def assembler(numero, cellules, en_tete, profil, remarques=()):
    """Return the Ligne of a row (``{position: text}``) under a header."""
    if _repete(cellules, en_tete, profil):
        return Ligne(numero, {}, _("en-tête répété"))
    if est_un_total(cellules.values()):
        return Ligne(numero, {}, _("ligne de total, pas un acteur"))
    remarques = list(remarques)
    lues = dict.fromkeys(en_tete.noms, "")
    for place, nom in en_tete.places:
        texte = rendre(cellules.get(place, ""))
        if _en_erreur(texte):
            remarques.append(
                (
                    "formule",
                    _("%(nom)s : formule en erreur (%(texte)s), laissée de côté.")
                    % {"nom": nom, "texte": texte.strip()},
                )
            )
        elif nom not in en_tete.doubles or not lues[nom].strip():
            lues[nom] = texte
        elif texte.strip() and not _pareils(texte, lues[nom]):
            if nom not in LISTES:
                defaut = _("deux colonnes « %(nom)s » se contredisent : %(une)s ; %(autre)s") % {
                    "nom": nom,
                    "une": lues[nom].strip()[:60],
                    "autre": texte.strip()[:60],
                }
                return Ligne(numero, lues, defaut, illisible=True)
            lues[nom] += f"|{texte}"
    return Ligne(numero, lues, remarques=tuple(remarques))


def _repete(cellules, en_tete, profil):
    """Several lists pasted into one repeat their header."""
    return len(en_tete.places) > 1 and all(
        connue(profil, cellules.get(place, "")) == nom for place, nom in en_tete.places
    )


def _pareils(un, autre):
    return plier(" ".join(un.split())) == plier(" ".join(autre.split()))


def _en_erreur(texte):
    return texte[:1] in "#Ee" and plier(texte.strip()) in _ERREURS


def est_un_total(textes):
    """Whether a row only says « Total » beside figures."""
    dits = [texte.strip() for texte in textes if texte.strip()]
    mots = [texte for texte in dits if not _CHIFFRES.match(texte)]
    return len(mots) == 1 < len(dits) and bool(_TOTAL.match(plier(mots[0])))
