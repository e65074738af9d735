"""How people write places, brought to one form.

`plier` gives the key of a name, `decouper` takes a text apart (postcode, name, what follows in
brackets or after a comma). Nothing here knows which places exist.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGUEUR_MAX = 200

# Hyphens, apostrophes and points separate words: only letters and digits are left.
_AUTRE = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_ABREGES = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "stes": "saintes",
    "lez": "les",
}
ARTICLES = {"l", "la", "le", "les", "d", "de", "du", "des"}
_SOUS = re.compile(r"\bs(?:ous)?/s(?:ous)?\b\s*", re.IGNORECASE)
_SUR = re.compile(r"\bs(?:ur)?/\s*", re.IGNORECASE)
_CEDEX = re.compile(r"\bcedex\b(?:\s*\d{1,2}\b)?", re.IGNORECASE)
_BOITE = re.compile(r"\b(?:BP|B\.P\.|CS|TSA)\s*n?°?\s*\d[\d ]{0,6}\b(?=\D|$)", re.IGNORECASE)
_CODE_POSTAL = re.compile(r"(?<![\w/])(?:F[-\s]?)?(\d{5}|\d{2} \d{3})(?![\w/])", re.IGNORECASE)
_PRECISION = re.compile(r"\(([^()]*)\)?")
# « Nantes, France », not « Tremblay-en-France » nor « Fort de France ».
_PAYS = re.compile(r"(?:[,;(]\s*|(?<!.\ben)(?<!.\bde)\s+)france\)?\s*$", re.IGNORECASE)
_BRUIT_AVANT = re.compile(
    r"^(?:(?:a|au|aux|dans|en|vers|sur|autour|pres|proche|environs|les environs|alentours|"
    r"commune|centre ville|ville|mairie|gare|village|agglomeration)\s+)"
    r"(?:(?:de la|de l|de|du|des|d|la commune de|la ville de)\s+(?=.))?",
)
_BRUIT_APRES = re.compile(r"\s+(?:et (?:ses )?(?:alentours|environs)|centre ville|centre)$")
_GENRES = {
    "departement": re.compile(r"^(?:departement|dept|dep|dpt)\s+"),
    "region": re.compile(r"^region\s+"),
    "epci": re.compile(
        r"^(?:communaute(?: de communes| d agglomeration| urbaine)?|agglo(?:meration)?|"
        r"intercommunalite|epci|cc|ca|cu|comcom|metropole)\s+"
    ),
}
_LIAISON = re.compile(r"^(?:de la|de l|de|du|des|d|la|le|les|l)\s+")
_ARRONDISSEMENT = re.compile(
    r"^(paris|lyon|marseille) (?:(\d{1,2})|([ivx]{1,5}))"
    r"(?: ?(?:er|e|eme|ieme|nd|nde|re))?(?: (?:arrondissement|arrdt|ardt|arr|ar))?$"
)
_ARRONDISSEMENT_AVANT = re.compile(
    r"^(\d{1,2}) ?(?:er|e|eme|ieme|nd|nde)? (?:arrondissement|arrdt|ardt|arr|ar)?"
    r"(?: ?(?:de|a))? ?(paris|lyon|marseille)$"
)
_ROMAINS = {
    r + u: 10 * d + n
    for d, r in enumerate(("", "x"))
    for n, u in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
} | {"xx": 20}


@dataclass(frozen=True, slots=True)
class Saisie:
    """A text taken apart: folded name, postcode or "", folded precisions in order, whole folded."""

    nom: str
    code_postal: str = ""
    precisions: tuple[str, ...] = ()
    entier: str = ""


def plier(texte: str) -> str:
    """Return the key of a name: lower case, no accents, words set apart by one space, St → saint.

    >>> plier("Bourg-lès-Valence"), plier("L’Haÿ-les-Roses"), plier("STE LUCE S/LOIRE")
    ('bourg les valence', 'l hay les roses', 'sainte luce sur loire')
    """
    texte = _SUR.sub("sur ", _SOUS.sub("sous ", texte)).lower().translate(_LIGATURES)
    if not texte.isascii():
        texte = unicodedata.normalize("NFKD", texte).translate(_LIGATURES)
        texte = "".join(c for c in texte if not unicodedata.combining(c))
    mots = _AUTRE.sub(" ", texte).split()
    return " ".join([_ABREGES.get(mot, mot) for mot in mots])


def serrer(cle: str) -> str:
    """Return a folded name without articles and spaces, for « saintdenis » or « Havre (Le) »."""
    return "".join([mot for mot in cle.split() if mot not in ARTICLES])


def decouper(texte: str) -> Saisie:
    """Take *texte* apart. Never fails: what is not understood stays in the name."""
    texte = texte[:LONGUEUR_MAX].replace("\x00", " ").replace("\u202f", " ").replace("\xa0", " ")
    texte = _CEDEX.sub(" ", _BOITE.sub(" ", _PAYS.sub("", texte)))
    entier = plier(texte)  # « Château-Chinon (Campagne) » is a name
    precisions = [plier(p) for p in _PRECISION.findall(texte)]
    texte = _PRECISION.sub(" ", texte)
    code = ""
    if trouve := _CODE_POSTAL.search(texte):
        code = trouve[1].replace(" ", "")
        # What stands before the postcode in an address is a street: the town comes after it.
        apres = texte[trouve.end() :]
        texte = apres if plier(apres) else texte[: trouve.start()]
    nom, *suite = [m for m in (plier(p) for p in re.split(r"[,;/]", texte)) if m] or [""]
    return Saisie(nom, code, (*suite, *[p for p in precisions if p]), entier)


def formes_serrees(cle: str) -> tuple[str, str]:
    """Return the two tight forms of a folded name: « laroche sur yon » wants its article kept."""
    return serrer(cle), cle.replace(" ", "")


def sans_bruit(cle: str) -> str:
    """Drop « à », « près de », « commune de », « et alentours » around a folded name."""
    precedent = None
    while cle != precedent:
        precedent = cle
        cle = _BRUIT_APRES.sub("", _BRUIT_AVANT.sub("", cle))
    return cle


def genre_annonce(cle: str) -> tuple[str, str]:
    """Return the kind a folded name announces and the rest, else ("", name).

    >>> genre_annonce("departement de la loire atlantique")
    ('departement', 'loire atlantique')
    """
    for genre, motif in _GENRES.items():
        if trouve := motif.match(cle):
            return genre, sans_liaison(cle[trouve.end() :])
    return "", cle


def sans_liaison(cle: str) -> str:
    """Drop a leading article: « du pays de retz » → « pays de retz »."""
    return _LIAISON.sub("", cle)


def arrondissement(cle: str) -> str:
    """Return « paris 11 » for any way to write it, else "".

    >>> arrondissement("lyon 3eme"), arrondissement("11e arrondissement de paris")
    ('lyon 3', 'paris 11')
    """
    if trouve := _ARRONDISSEMENT.match(cle):
        rang = int(trouve[2]) if trouve[2] else _ROMAINS.get(trouve[3], 0)
        return f"{trouve[1]} {rang}"
    if trouve := _ARRONDISSEMENT_AVANT.match(cle):
        return f"{trouve[2]} {int(trouve[1])}"
    return ""
