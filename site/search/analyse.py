"""The one chain that turns text into tokens, for documents and for queries.

control characters out → NFKC → lower case → numbers and dotted abbreviations joined →
elision → words → folding (accents, œ, æ) → stop words → plural and feminine → Snowball →
doubled letters. French has the whole chain, English its own Snowball, any other language
folding only. Every engine, a search server included, is given these tokens.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import chain, repeat
from typing import NamedTuple

import Stemmer

LONGUEUR_MAX = 64

# Columns of the full-text index, in the order of their weight; every other field of a
# document's texts is a description.
COLONNES = ("nom", "autres_noms", "themes", "lieux", "description")
COLONNE_DU_CHAMP = {
    "nom": "nom",
    "titre": "nom",
    "autres_noms": "autres_noms",
    "raison_sociale": "autres_noms",
    "sigle": "autres_noms",
    "offre": "themes",
    "domaines": "themes",
    "gestes": "themes",
    "publics": "themes",
    "etiquettes": "themes",
    "labels": "themes",
    "reseaux": "themes",
    "mots": "themes",
    "themes": "themes",
    "lieux": "lieux",
    "adresses": "lieux",
    "communes": "lieux",
    "territoires": "lieux",
}

ARTICLES = frozenset(["le", "la", "les", "l", "un", "une", "the"])
_VIDES_FR = """
a au aux avec c ce ces cet cette chez d dans de des du elle elles en es est et eux il ils j
je l la le les leur leurs lui m ma mais me mes moi mon n ne ni nos notre nous on ont ou par pas
pour qu que qui s sa se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y
"""
_VIDES_EN = """
a an and are as at be by for from in is it of on or our s t that the their to we with you your
"""
# How people put a question to a search box: left out of questions when other words remain, kept
# in documents. Verbs that say what one wants to do (donner, réparer, acheter) are not of those.
_QUESTION_FR = """
ai aimerais aimerait aimerions aupres auriez avez besoin bonjour cherche chercher cherchez cherchons
combien comment connaissez dois doit existe faut ici merci peut peux plait
pourquoi pouvez pourrais pourrait pres proche puis quand quel quelle quelles quels qui
quoi recherchons faire fais fait facon facons maniere manieres endroit endroits savoir aller
possible souhaite souhaitons stp svp trouve trouver trouvez veut veux vieil
vieille vieilles vieux voudrais voudrait voudrions voulons
"""
_QUESTION_EN = """
can could find how i looking me my near need search searching want what where which who would
"""
MOTS_DE_QUESTION = {
    "fr": frozenset(_QUESTION_FR.split()),
    "en": frozenset(_QUESTION_EN.split()),
}
MOTS_VIDES = {"fr": frozenset(_VIDES_FR.split()), "en": frozenset(_VIDES_EN.split())}
ABREGES = {"fr": {"st": "saint", "ste": "sainte", "travaux": "travail"}}
ABREGES["fr"] |= dict.fromkeys(("asso", "assos", "assoc", "associations"), "association")
ABREGES["fr"] |= {"ets": "etablissement", "etablissements": "etablissement"}
RACINISEURS = {"fr": "french", "en": "english"}

_CONTROLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\u061c\ufeff\u00ad]+"
)
_APOSTROPHES = "’ʼ‘`´"
_ELISION = re.compile(r"(?<!\w)(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)'(?=\w)")
_ANGLAIS_S = re.compile(r"(?<=\w)'s(?!\w)")
_SIGLE = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?")
# SIREN or SIRET in groups, as people copy them: 807 469 317, 807 469 317 00018.
_SIREN = re.compile(
    r"(?<!\d)(\d{3})[ .]?(\d{3})[ .]?(\d{3})(?:[ .]?(\d{5}|\d \d{4}|\d{3} \d{2}))?(?!\d)"
)
_TROIS_CHIFFRES = re.compile(r"\d{3}")
# A RNA as people copy it; ``_SIREN`` has the groups of the other numbers.
_NUMERO = re.compile(r"(?:\d{9}|\d{14}|w[\da-z]\d{8})")
# What people write before such a number.
NOMS_DE_NUMERO = frozenset(["siret", "siren", "rna", "numero", "num", "no", "n", "nic"])
# « pas cher » says nothing that « cher » says: a river and two départements have its name.
_EXPRESSIONS_DE_QUESTION = re.compile(
    r"(?<!\w)(?:(?:pas|moins|peu|trop) (?:trop )?ch[eè]re?s?|en ce moment|(?:tout )?pr[eè]s d'ici"
    r"|s'il (?:vous|te) pla[iî]t|[àa] c[oô]t[ée] d'ici|est-ce qu[e'])(?!\w)",
    re.IGNORECASE,
)
_MOT = re.compile(r"[^\W_]+")
_COMPOSE = re.compile(r"(?<!\w)[^\W\d_]{2,15}(?:-[^\W\d_]{2,15}){1,3}(?!\w)")
_MELANGE = re.compile(r"^(?:([^\W\d_]{2,})(\d{2,})|(\d{2,})([^\W\d_]{2,}))$")
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_DOUBLEES = re.compile(r"([^\W\d_])\1+")
# (ending, what replaces it, shortest word concerned): what Snowball misses without accents.
_FINALES = (
    ("ees", "e", 6),
    ("ee", "e", 5),
    ("trices", "teur", 8),
    ("trice", "teur", 7),
    ("euses", "eur", 8),
    ("euse", "eur", 7),
    ("ieres", "ier", 7),
    ("iere", "ier", 6),
    ("geres", "ger", 8),
    ("gere", "ger", 7),
    ("cheres", "cher", 8),
    ("chere", "cher", 7),
)


class Mot(NamedTuple):
    """A word of a text: as written (lower case), folded, and its token ("" for a stop word)."""

    ecrit: str
    forme: str
    jeton: str


def nettoyer(texte):
    """NFKC, without control or invisible characters; safe for any ``str``, surrogates included."""
    texte = texte.encode("utf-8", "ignore").decode()
    return _CONTROLE.sub(" ", unicodedata.normalize("NFKC", texte))


def mots_utiles(mots, langues):
    """Of a question's words (``decouper``), those that say what is looked for.

    Stop words and question words are left out; a single word is kept, whatever it is (« la » may
    begin « lavomatique »), so only several that say nothing give an empty list.
    """
    if len(mots) == 1:
        return mots
    return [mot for mot in mots_pleins(mots, langues) if not est_de_question(mot, langues)]


def mots_pleins(mots, langues):
    """Of a question's words, those that are no stop word in some of the languages."""
    return [mot for mot in mots if any(analyser_mot(mot, x).jeton for x in langues)]


def est_de_question(mot, langues):
    """Whether a word only puts the question: « je cherche », « où trouver »."""
    return any(plier(mot) in MOTS_DE_QUESTION.get(langue, ()) for langue in langues)


def mots_de_la_question(texte):
    """The words of a question, its fixed phrases set aside; of « SIRET n° 807 469 317 » the number
    alone, since no document says « SIRET »."""
    mots = decouper(_EXPRESSIONS_DE_QUESTION.sub(" ", _droites(texte))) or decouper(texte)
    *annonce, dernier = mots or [""]
    if annonce and _NUMERO.fullmatch(dernier) and NOMS_DE_NUMERO.issuperset(map(plier, annonce)):
        return [dernier]
    return mots


def sans_controles(texte):
    """The text to show again: format characters (bidirectional ones, invisible ones) are taken
    out, control characters and line ends are spaces. NUL stays: forms refuse it in words."""
    lettres = []
    for lettre in texte:
        genre = unicodedata.category(lettre)
        if genre in ("Cc", "Zl", "Zp") and lettre != "\0":
            lettre = " "
        if genre != "Cf":
            lettres.append(lettre)
    return "".join(lettres).strip()


def decouper(texte):
    """The words of a text, in lower case with their accents, stop words included."""
    # Each step is asked for first: most texts need few of them, and rebuilds read every text.
    if not texte.isprintable():
        texte = _CONTROLE.sub(" ", texte)
    if not texte.isascii():
        texte = unicodedata.normalize("NFKC", texte)
    texte = _droites(texte.lower())
    if "'" in texte:
        texte = _ANGLAIS_S.sub("", _ELISION.sub(" ", texte)).replace("'", "")
    if "." in texte:
        texte = _SIGLE.sub(lambda trouve: trouve[0].replace(".", "") + " ", texte)
    if _TROIS_CHIFFRES.search(texte):
        texte = _SIREN.sub(lambda trouve: re.sub(r"\D", "", trouve[0]), texte)
    return _MOT.findall(texte)


def _droites(texte):
    """The text with one kind of apostrophe. (A table of signs takes ten times longer.)"""
    for apostrophe in _APOSTROPHES:
        texte = texte.replace(apostrophe, "'")
    return texte


def plier(mot):
    """Lower case without accents or ligatures: « Œuvre » → « oeuvre »."""
    mot = mot.lower()
    # Numbers are legion: kept in the cache, those of an import would fill it for nothing.
    return mot if mot.isascii() else _plier(mot)


@lru_cache(maxsize=100_000)
def _plier(mot):
    decompose = unicodedata.normalize("NFD", mot.translate(_LIGATURES))
    return "".join(lettre for lettre in decompose if not unicodedata.combining(lettre))


def analyser_mot(mot, langue):
    """``Mot`` of one word as ``decouper`` gives it."""
    return _lectures(mot, langue)[0]


def analyser(texte, langue):
    """Every word of the text as ``Mot``, in order; « cap44 » also gives « cap » and « 44 », and
    « électro-ménager » gives « électroménager » after the others."""
    mots = list(chain.from_iterable(map(_lectures, decouper(texte), repeat(langue))))
    if "-" in texte:
        for compose in _COMPOSE.findall(texte):
            lu = analyser_mot(compose.replace("-", "").lower(), langue)
            mots.append(lu._replace(ecrit=compose.lower()[:LONGUEUR_MAX]))
    return mots


def jetons(texte, langue):
    """The tokens of the text, stop words left out."""
    return [jeton for _ecrit, _forme, jeton in analyser(texte, langue) if jeton]


@lru_cache(maxsize=200_000)
def _lectures(mot, langue):
    """``Mot`` of one word, then those of the letters and the digits that it mixes."""
    return (_lire(mot, langue), *(_lire(partie, langue) for partie in parties(mot)))


def _lire(mot, langue):
    mot = mot[:LONGUEUR_MAX]
    forme = plier(mot)[:LONGUEUR_MAX]
    forme = mot if forme == mot else forme  # kept by the thousand: one string, not two
    if forme in MOTS_VIDES.get(langue, ()):
        return Mot(mot, forme, "")
    jeton = _raciniser(forme, langue)
    return Mot(mot, forme, forme if jeton == forme else jeton)


def parties(mot):
    """The letters and the digits of a word that mixes them: « cap44 » → (« cap », « 44 »)."""
    trouve = _MELANGE.match(mot)
    return tuple(groupe for groupe in trouve.groups() if groupe) if trouve else ()


def cle(texte):
    """One exact key for a whole name or number: folded, joined, without a leading article.

    « La Collecterie » and « collecterie » have the same key; "" when nothing is left.
    """
    if texte.isascii() and texte.isdigit():  # a SIRET, a telephone: most keys are
        return texte[:LONGUEUR_MAX]
    mots = [ABREGES["fr"].get(mot, mot) for mot in map(plier, decouper(texte))]
    if len(mots) > 1 and mots[0] in ARTICLES:
        mots = mots[1:]
    return "".join(mots)[:LONGUEUR_MAX]


def cles(valeurs):
    """The distinct keys of a document's exact names; a SIRET also gives its SIREN."""
    trouvees = {}
    for valeur in valeurs:
        if clef := cle(valeur):
            trouvees[clef] = None
            if len(clef) == 14 and clef.isdigit():
                trouvees[clef[:9]] = None
    return list(trouvees)


def cle_de_tri(titre):
    """What titles are sorted by: folded words, so that case, accents and quotes do not count."""
    return " ".join(plier(mot) for mot in decouper(titre))[:80]


def _raciniser(forme, langue):
    forme = ABREGES.get(langue, {}).get(forme, forme)
    if langue not in RACINISEURS or forme.isdigit() or len(forme) < 4:
        return forme
    if langue == "fr":
        forme = _ramener(forme)
    return _DOUBLEES.sub(r"\1", _raciniseur(langue).stemWord(forme))


def _ramener(forme):
    """Plural and feminine endings that the French Snowball leaves without their accents."""
    for finale, remplacement, longueur in _FINALES:
        if forme.endswith(finale) and len(forme) >= longueur:
            return forme[: -len(finale)] + remplacement
    if forme.endswith("s") and not forme.endswith("ss"):
        return forme[:-1] if len(forme) >= 5 or forme.endswith("os") else forme
    if forme.endswith(("eux", "oux")) and len(forme) >= 4:
        return forme[:-1]
    return forme


@lru_cache
def _raciniseur(langue):
    # No cache of its own: one with a bound is kept above, and a Stemmer with a cache is not
    # safe to share between threads.
    return Stemmer.Stemmer(RACINISEURS[langue], 0)
