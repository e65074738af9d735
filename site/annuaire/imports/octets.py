"""From bytes to text: what a file is, and in which encoding it was written."""

import codecs
import errno
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .fiches import FichierIllisible
from .tableurs.archives import SIGNATURE_OLE, SIGNATURES, refuser_ole

TRANCHE = 2**20
_PAS_UN_TEXTE = gettext_lazy(
    "Ce fichier n’est pas un texte : il faut du CSV, du JSON, du XLSX ou de l’ODS."
)
_MARQUES = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the start of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", gettext_lazy("un document PDF")),
    (b"\x1f\x8b", gettext_lazy("un fichier compressé")),
    (b"\xfd7zXZ", gettext_lazy("un fichier compressé")),
    (b"\x89PNG", gettext_lazy("une image")),
    (b"\xff\xd8\xff", gettext_lazy("une image")),
    (b"GIF8", gettext_lazy("une image")),
    (b"SQLite format 3", gettext_lazy("une base de données")),
)

# Not « î » nor « ô »: on a Mac they are what Windows has for a quotation mark and « ™ ».
_LETTRES_MAC, _LETTRES_WINDOWS = ("éèêàç".encode(nom) for nom in ("mac_roman", "cp1252"))

_RAISONS = {
    errno.ENOENT: gettext_lazy("ce fichier ou ce dossier n’existe pas"),
    errno.ENOTDIR: gettext_lazy("ce fichier ou ce dossier n’existe pas"),
    errno.EISDIR: gettext_lazy("c’est un dossier"),
    errno.EACCES: gettext_lazy("l’accès en est interdit"),
    errno.EPERM: gettext_lazy("l’accès en est interdit"),
    errno.EROFS: gettext_lazy("ce disque ne s’écrit pas"),
    errno.ENOSPC: gettext_lazy("le disque est plein"),
    errno.ENAMETOOLONG: gettext_lazy("ce nom est trop long"),
}


def raison_en_mots(erreur):
    """Return why the system refused a file, in the words of the person (*erreur*: OSError)."""
    if raison := _RAISONS.get(erreur.errno):
        return str(raison)
    return _("erreur %s du système") % erreur.errno


class Encodage(NamedTuple):
    """``nom`` as Python calls it; ``abime``: a few bytes of the file are not in it."""

    nom: str
    abime: bool = False


def deviner_encodage(chemin) -> Encodage:
    """Return how the text of *chemin* is encoded; FichierIllisible when it is not a text.

    A mark at the start decides; then UTF-8, whose rules other encodings do not follow by
    chance; then Windows-1252, or Mac OS when the accents are its own. A UTF-8 file with some
    broken bytes stays UTF-8.
    """
    debut = _debut(chemin)
    if not debut.strip():
        raise FichierIllisible(_("Ce fichier est vide."))
    for marque, nom in _MARQUES:
        if debut.startswith(marque):
            return _eprouver(chemin, nom)
    for signature, quoi in _SIGNATURES:
        if debut.startswith(signature):
            raise FichierIllisible(_("Ce fichier n’est pas une liste : c’est %s.") % quoi)
    if nom := _utf16_sans_marque(debut):
        return _eprouver(chemin, nom)
    if _part_de_controle(debut) > 0.05:
        raise FichierIllisible(str(_PAS_UN_TEXTE))
    return _utf8_ou_cp1252(chemin)


def est_un_classeur(chemin):
    """Whether *chemin* starts as a workbook does; FichierIllisible for the old kind."""
    debut = _debut(chemin)
    if debut.startswith(SIGNATURE_OLE):
        refuser_ole(chemin)
    return debut.startswith(SIGNATURES)


def _debut(chemin):
    try:
        with chemin.open("rb") as flux:
            return flux.read(8192)
    except OSError as erreur:
        raise FichierIllisible(
            _("Impossible de lire « %(nom)s » : %(raison)s.")
            % {"nom": chemin, "raison": raison_en_mots(erreur)}
        ) from None


def _utf16_sans_marque(debut):
    moitie = max(len(debut) // 2, 1)
    if debut[1::2].count(0) / moitie > 0.6:
        return "utf-16-le"
    return "utf-16-be" if debut[0::2].count(0) / moitie > 0.6 else ""


def _part_de_controle(debut):
    controles = sum(1 for octet in debut if octet < 32 and octet not in (9, 10, 13))
    return controles / len(debut)


def _eprouver(chemin, nom):
    """Check that the whole file decodes; a UTF-16 cut in the middle of a sign only is damaged."""
    bons, mauvais = _compter(chemin, nom)
    if mauvais > bons / 4 + 4:
        raise FichierIllisible(str(_PAS_UN_TEXTE))
    return Encodage(nom, bool(mauvais))


def _utf8_ou_cp1252(chemin):
    bons, mauvais = _compter(chemin, "utf-8")
    if not mauvais:
        return Encodage("utf-8")
    if bons > 4 * mauvais:
        return Encodage("utf-8", abime=True)
    nom = "mac_roman" if _est_d_un_mac(chemin) else "cp1252"
    return Encodage(nom, abime=bool(_compter(chemin, nom)[1]))


def _est_d_un_mac(chemin):
    """Whether the letters of French are those of Mac OS: Excel for Mac still writes them so."""
    mac = windows = 0
    with chemin.open("rb") as flux:
        while tranche := flux.read(TRANCHE):
            mac += len(tranche) - len(tranche.translate(None, _LETTRES_MAC))
            windows += len(tranche) - len(tranche.translate(None, _LETTRES_WINDOWS))
    return mac > 2 * windows


def _compter(chemin, nom):
    """(signs beyond ASCII that decode, places that do not) in a file, read by slices."""
    decodeur = codecs.getincrementaldecoder(nom)("replace")
    bons = mauvais = 0
    with chemin.open("rb") as flux:
        fini = False
        while not fini:
            tranche = flux.read(TRANCHE)
            fini = not tranche
            texte = decodeur.decode(tranche, final=fini)
            if texte.isascii():
                continue
            perdus = texte.count("\ufffd")
            mauvais += perdus
            bons += len(texte) - len(texte.encode("ascii", "ignore")) - perdus
    return bons, mauvais
