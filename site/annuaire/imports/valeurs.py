"""One cell at a time: from what people type to what the model keeps.

Every function takes the ``Fiche`` that is being made: what is refused becomes a remark on it,
and the row goes in without that value.
"""

import html
import re
from contextlib import suppress
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from annuaire.contacts import coordonnees_dans, publiable_sans_accord, verifier_contact
from annuaire.horaires import lire
from annuaire.identifiants import chiffres, siren_valide, siret_valide, verifier_rna
from search.analyse import plier

from . import degats

LONGUEUR_CONTACT = 255
LONGUEUR_ETIQUETTE = 50
LONGUEUR_DESCRIPTION = 20_000
LONGUEUR_HORAIRES = 255
ETIQUETTES_MAX = 30
_CONTROLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\ufeff\ud800-\udfff]"
)
_BALISE_BLOC = re.compile(r"<\s*(?:br|/p|/div|/li|/h\d)\b[^<>]*>", re.IGNORECASE)
_BALISE = re.compile(r"</?[a-zA-Z!][^<>]*>")
_BLANCS = re.compile(r"[ \t\xa0]+")
_ADRESSE = re.compile(r"https?://[^\s|<>\"]+", re.IGNORECASE)
_RESEAU_SOCIAL = re.compile(
    r"(?:^|[/.])(?:facebook|fb|instagram|twitter|x|linkedin|youtube|tiktok|mastodon|framapiaf)"
    r"\.(?:com|me|org|social)(?:/|$)",
    re.IGNORECASE,
)
_MOIS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
_EN_LETTRES = re.compile(
    r"(?:[a-z]+di |dimanche )?(?:le )?(\d{1,2})(?:er)?[ -]" rf"({'|'.join(_MOIS)})[ -](\d{{4}})"
)
_NAF = re.compile(r"^(\d{2})\.?(\d{2})([A-Z])$")
_OUI = frozenset(["oui", "o", "yes", "y", "vrai", "true", "1", "x"])
_TRAVAIL_SEUL = frozenset(
    """entrepreneur individuel|entreprise individuelle|micro entreprise|micro entrepreneur|
    auto entrepreneur|auto entreprise|autoentrepreneur|microentreprise|eirl|ei|1000|
    profession liberale|artisan|commercant""".replace("\n    ", "").split("|")
)


def en_texte(valeur):
    """Return a JSON value as one text: lists joined by « | », objects by their name, else ""."""
    if valeur is None or valeur is False:
        return ""
    if valeur is True:
        return "oui"
    if isinstance(valeur, dict):
        for nom in ("@value", "name", "nom", "@id", "id"):
            if isinstance(valeur.get(nom), str | int):
                return str(valeur[nom])
        return ""
    if isinstance(valeur, list):
        return "|".join(filter(None, (en_texte(v) for v in valeur)))
    return str(valeur)


def texte_simple(valeur):
    """Return one line: no control signs, no repeated blanks."""
    if isinstance(valeur, str) and valeur.isascii() and valeur.isprintable():
        valeur = valeur.strip()
        if "  " not in valeur:  # nearly every cell, and there are twenty a row
            return valeur
    return _BLANCS.sub(" ", _CONTROLE.sub(" ", en_texte(valeur)).replace("\n", " ")).strip()


def texte_long(valeur):
    """Return lines: no control signs, no tags, HTML entities read, at most one blank line."""
    texte = en_texte(valeur).replace("\r\n", "\n").replace("\r", "\n")
    if "<" in texte:
        texte = _BALISE.sub("", _BALISE_BLOC.sub("\n", texte))
    texte = _CONTROLE.sub(" ", sans_entites(texte))
    lignes = [_BLANCS.sub(" ", ligne).strip() for ligne in texte.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lignes)).strip()


def sans_entites(texte):
    """Return *texte* with its HTML entities read, even those written twice over."""
    if "&" not in texte:
        return texte
    return html.unescape(html.unescape(texte))


def borner(fiche, nom, texte, longueur):
    """Return *texte*, cut between two words with a remark when it is too long for the model."""
    if len(texte) <= longueur:
        return texte
    fiche.remarquer(
        "texte",
        _("« %(nom)s » dépasse %(n)s signes : coupé.") % {"nom": nom, "n": longueur},
    )
    court = texte[: longueur - 1]
    return (court.rpartition(" ")[0] or court).rstrip(" ,;:-") + "…"


def mot_simple(valeur):
    """Return one line as ``texte_simple``, its HTML entities read and its tags gone."""
    texte = sans_entites(en_texte(valeur))
    return texte_simple(_BALISE.sub(" ", texte) if "<" in texte else texte).strip()


def lister(valeur):
    """Return the parts of a cell separated by « | », without markup, blanks or repeats."""
    parties = (mot_simple(partie) for partie in en_texte(valeur).split("|"))
    return list(dict.fromkeys(partie for partie in parties if partie))


def siret(fiche, valeur):
    """Return a SIRET of fourteen digits whose key is right, else "" and a remark."""
    return _numero_officiel(fiche, "SIRET", valeur, 14, siret_valide)


def siren(fiche, valeur):
    """Return a SIREN whose key is right, else "" and a remark."""
    return _numero_officiel(fiche, "SIREN", valeur, 9, siren_valide)


# « SIRET : 807 469 317 00018 », « n° 807469317 ».
_ANNONCE_DE_NUMERO = re.compile(
    r"^\s*(?:(?:num[ée]ro|n[°o]\.?)\s*(?:de\s+)?)?(?:siret|siren)?\s*:?\s*(?=\d)", re.IGNORECASE
)


def siren_de(valeur):
    """Return the SIREN that somebody wrote in the column of the SIRET, else ""."""
    lu = chiffres(_ANNONCE_DE_NUMERO.sub("", texte_simple(valeur)))
    return lu if siren_valide(lu) else ""


def _numero_officiel(fiche, nom, valeur, longueur, valide):
    """A number of *longueur* digits; up to two leading zeros and « .0 » come back with its key."""
    ecrit = texte_simple(valeur)
    if degats.est_arrondi(ecrit):
        fiche.remarquer(
            "siret",
            _("%(nom)s arrondi par le tableur (%(ecrit)s) : laissé de côté.")
            % {"nom": nom, "ecrit": ecrit[:40]},
        )
        fiche.siret_arrondi = fiche.siret_arrondi or (ecrit[:40] if longueur == 14 else "")
        return ""
    lu = degats.numero(fiche, nom, ecrit, (longueur - 2, longueur - 1), longueur, valide)
    lu = chiffres(_ANNONCE_DE_NUMERO.sub("", lu))
    if not lu or valide(lu):
        return lu
    fiche.remarquer(
        "siret",
        _("%(nom)s %(lu)s : clé fausse, laissé de côté.") % {"nom": nom, "lu": lu[:40]},
    )
    return ""


def rna(fiche, valeur):
    """Return a RNA number, else "" and a remark."""
    numero = chiffres(texte_simple(valeur)).upper()
    try:
        verifier_rna(numero)
    except ValidationError:
        fiche.remarquer("rna", _("RNA %s : mal écrit, laissé de côté.") % numero[:40])
        return ""
    return numero


def naf(fiche, valeur):
    """Return a NAF code as INSEE writes it (8899B), else "" and a remark."""
    code = texte_simple(valeur).upper().replace(" ", "")
    if not code:
        return ""
    if trouve := _NAF.match(code):
        return "".join(trouve.groups())
    fiche.remarquer("naf", _("Code NAF %s : mal écrit, laissé de côté.") % code[:40])
    return ""


def jour(fiche, nom, valeur):
    """Return a date written 2027-01-31, 31/01/2027 or « 31 janvier 2027 », else None and a remark.

    A year of two digits or a month that comes first is not certain, so it is not a date.
    """
    texte = texte_simple(valeur)
    if not texte:
        return None
    texte = degats.jour(fiche, nom, texte)
    if trouve := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: \d\d?:.*)?", texte):
        texte = f"{trouve[3]}-{trouve[2]:0>2}-{trouve[1]:0>2}"
    elif trouve := _EN_LETTRES.fullmatch(plier(texte)):
        texte = f"{trouve[3]}-{_MOIS.index(trouve[2]) + 1:0>2}-{trouve[1]:0>2}"
    try:
        return date.fromisoformat(texte[:10])
    except ValueError:
        fiche.remarquer(
            "date",
            _("%(nom)s : « %(texte)s » n’est pas une date.") % {"nom": nom, "texte": texte[:40]},
        )
        return None


def horaires(fiche, valeur):
    """Return opening hours as written, else "" and a remark when they are too long to keep."""
    texte = degats.horaires(fiche, texte_simple(valeur))
    if len(texte) > LONGUEUR_HORAIRES and len(notation := lire(texte).notation) < len(texte):
        texte = notation or texte  # the same hours, shorter
    if len(texte) <= LONGUEUR_HORAIRES:
        return texte
    fiche.remarquer("horaires", _("Horaires de plus de 255 signes : laissés de côté."))
    return ""


def oui(valeur):
    """Whether a cell says yes."""
    return plier(texte_simple(valeur)) in _OUI


def travaille_seul(forme):
    """Whether a legal form is that of one person, whose address is a home."""
    return " ".join(re.findall(r"\w+", plier(forme))) in _TRAVAIL_SEUL


def contacts(fiche, genre, valeurs, *, personne_morale=False):
    """Return contact rows (see provenances) of the values that can be read.

    People in lists did not ask to be published: public when generic only.
    """
    lignes = {}
    for valeur in valeurs:
        if genre == "telephone" and not (valeur := degats.telephone(fiche, valeur)):
            continue
        propres = _lire_contacts(genre, sans_entites(valeur))
        if not propres:
            fiche.remarquer("contact", _("Contact illisible, laissé de côté : %s") % valeur[:80])
        for propre in propres:
            public = publiable_sans_accord(genre, propre, personne_morale=personne_morale)
            lignes[propre] = {"valeur": propre, "libelle": "", "personne": "", "public": public}
    return list(lignes.values())


def _lire_contacts(genre, texte):
    """The contacts of a cell: itself, else those that stand among its other words."""
    if lus := _verifies(genre, [texte]):
        return lus
    return _verifies(genre, coordonnees_dans(genre, texte))


def _verifies(genre, ecrits):
    lus = []
    for ecrit in ecrits:
        with suppress(ValidationError):
            lus.append(verifier_contact(genre, ecrit))
    return [lu for lu in lus if len(lu) <= LONGUEUR_CONTACT]


def decouper_contacts(valeur, separateurs=r"[|;,\n]|\s/\s"):
    """Return the values of a cell that holds several (telephones, mailboxes)."""
    texte = degats.entier(en_texte(valeur))
    if degats.est_arrondi(texte):
        return [texte]
    return [v for v in (texte_simple(x) for x in re.split(separateurs, texte)) if v]


def decouper_sites(valeur):
    """Return the web addresses of a cell: all those in it, else its parts, to be judged.

    A comma may belong to an address. Some exports write « http\\c// » for « http:// ».
    """
    texte = sans_entites(en_texte(valeur)).replace("\\c", ":")
    if adresses := _ADRESSE.findall(texte):
        return [adresse.rstrip(".,;:)'»") for adresse in adresses]
    return decouper_contacts(texte, r"[|;\n]|,\s")


def sites(fiche, valeur, reseaux=()):
    """Return the contact fields ``site`` and ``reseau``, each web address where it belongs.

    *reseaux*: web addresses already known to be pages of social networks.
    """
    trouves = {"site": [], "reseau": list(reseaux)}
    for adresse in decouper_sites(valeur):
        trouves["reseau" if _RESEAU_SOCIAL.search(adresse) else "site"].append(adresse)
    return {
        f"contacts.{genre}": contacts(fiche, genre, list(dict.fromkeys(adresses)))
        for genre, adresses in trouves.items()
    }


def etiquettes(fiche, noms):
    """Return distinct tags; two that differ by case or accents are one. Long ones are remarked."""
    gardees = {}
    for nom in noms:
        nom = mot_simple(nom).strip(" .,;:-#")
        if not nom:
            continue
        if len(nom) > LONGUEUR_ETIQUETTE:
            fiche.remarquer(
                "etiquette", _("Étiquette trop longue, laissée de côté : %s") % nom[:120]
            )
        else:
            gardees.setdefault(slugify(nom) or nom.lower(), nom)
    return list(gardees.values())[:ETIQUETTES_MAX]
