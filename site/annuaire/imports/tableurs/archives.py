"""The archive in which a workbook comes: what it is, and whether it can be opened safely."""

import struct
import zipfile
import zlib
from contextlib import contextmanager
from xml.parsers import expat

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annuaire.imports.fiches import FichierIllisible

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
SIGNATURE_OLE = b"\xd0\xcf\x11\xe0"
# Bounds on what is unpacked, in bytes. A list of 100,000 actors in ODS unpacks to 300 MB.
TAILLE_MAX = 768 * 2**20
TAILLE_MAX_TEXTES = 96 * 2**20  # the texts that an XLSX shares are kept in memory
# Sheets shrink 10 to 40 times; deflate can reach 1,000.
RAPPORT_MAX, SEUIL_RAPPORT = 150, 16 * 2**20
PARTIES_MAX = 5_000
TRANCHE = 2**16
ABIMES = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,  # a compression that Python does not have
    OSError,
    OverflowError,
    ValueError,
)
_AUTRES = (
    ("word/", gettext_lazy("un document Word")),
    ("ppt/", gettext_lazy("un diaporama")),
    ("Index/", gettext_lazy("un classeur Numbers : exportez-le au format XLSX ou CSV")),
)


def _abime():
    return FichierIllisible(
        _("Ce classeur est abîmé : ouvrez-le dans un tableur et enregistrez-le de nouveau.")
    )


def refuser_ole(chemin):
    """Raise FichierIllisible for an Office file of the old kind, or one kept by a password."""
    marque = "EncryptedPackage".encode("utf-16-le")
    reste = b""
    with chemin.open("rb") as flux:
        while tranche := flux.read(2**20):
            if marque in reste + tranche:
                raise _protege()
            reste = tranche[-len(marque) :]
    raise FichierIllisible(
        _(
            "Ce fichier n’est pas une liste : c’est un ancien classeur Excel : "
            "enregistrez-le au format XLSX, ODS ou CSV."
        )
    )


def _protege():
    return FichierIllisible(
        _("Ce classeur est protégé par un mot de passe : enregistrez-en une copie sans protection.")
    )


@contextmanager
def lisible():
    """Turn what a broken archive raises into a sentence."""
    try:
        yield
    except ABIMES as erreur:
        raise _abime() from erreur
    except RuntimeError as erreur:  # zipfile: « File is encrypted »
        raise _protege() from erreur


class Archive:
    """A zip that was checked. ``genre``: xlsx or ods. Raises FichierIllisible otherwise."""

    def __init__(self, chemin):
        self.chemin = chemin
        with lisible(), zipfile.ZipFile(chemin) as contenu:
            parties = contenu.infolist()
            self.tailles = {partie.filename: partie.file_size for partie in parties}
            self._verifier_les_tailles(parties)
            if any(partie.flag_bits & 1 for partie in parties):
                raise _protege()
            self.genre = self._genre(contenu)

    def _verifier_les_tailles(self, parties):
        enorme = len(parties) > PARTIES_MAX or sum(self.tailles.values()) > TAILLE_MAX
        gonflee = any(
            partie.file_size > SEUIL_RAPPORT
            and partie.file_size > RAPPORT_MAX * max(partie.compress_size, 1)
            for partie in parties
        )
        textes = any(
            nom.lower().endswith("sharedstrings.xml") and taille > TAILLE_MAX_TEXTES
            for nom, taille in self.tailles.items()
        )
        if enorme or gonflee or textes:
            raise FichierIllisible(
                _("Ce classeur est trop gros une fois ouvert : enregistrez la feuille en CSV.")
            )

    def _genre(self, contenu):
        noms = self.tailles
        if "mimetype" in noms:
            with contenu.open("mimetype") as flux:
                return self._genre_odf(contenu, flux.read(200).decode("ascii", "replace"))
        if any(nom.lower().endswith("vbaproject.bin") for nom in noms):
            raise _macros()
        if "xl/workbook.bin" in noms:
            raise _autre(_("un classeur Excel binaire : enregistrez-le au format XLSX"))
        if "[Content_Types].xml" in noms and any(nom.startswith("xl/") for nom in noms):
            return "xlsx"
        for debut, quoi in _AUTRES:
            if any(nom.startswith(debut) for nom in noms):
                raise _autre(quoi)
        raise _autre(_("une archive : sortez-en d’abord la liste"))

    def _genre_odf(self, contenu, mimetype):
        if not mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
            raise _autre(_("un document qui n’est pas un classeur"))
        if "META-INF/manifest.xml" in self.tailles:
            with contenu.open("META-INF/manifest.xml") as flux:
                if b"encryption-data" in flux.read(2**20):
                    raise _protege()
        if any(nom.startswith(("Basic/", "Scripts/")) for nom in self.tailles):
            raise _macros()
        return "ods"

    def lire(self, nom, lecteur):
        """Feed the XML part *nom* to *lecteur*; yield what its ``prendre`` gives as it goes.

        *lecteur* has ``debut(nom, attributs)``, ``fin(nom)``, ``texte(texte)`` (names as
        « namespace name ») and ``fini``, true when the rest needs not be read.
        """
        with lisible(), zipfile.ZipFile(self.chemin) as contenu, contenu.open(nom) as flux:
            analyseur = expat.ParserCreate(namespace_separator=" ")
            analyseur.buffer_text = True
            analyseur.StartElementHandler = lecteur.debut
            analyseur.EndElementHandler = lecteur.fin
            analyseur.CharacterDataHandler = lecteur.texte
            analyseur.StartDoctypeDeclHandler = _refuser_le_type
            while tranche := flux.read(TRANCHE):
                analyseur.Parse(tranche, False)
                yield from lecteur.prendre()
                if lecteur.fini:
                    return
            analyseur.Parse(b"", True)
            yield from lecteur.prendre()

    def tout_lire(self, nom, lecteur):
        """Feed a whole part to *lecteur* and return it; a part that is not there is empty."""
        if nom in self.tailles:
            for _rien in self.lire(nom, lecteur):
                pass
        return lecteur


def _refuser_le_type(*_args):
    """No workbook declares a document type: only entities that swell do."""
    raise _abime()


def _autre(quoi):
    return FichierIllisible(_("Ce fichier n’est pas une liste : c’est %s.") % quoi)


def _macros():
    return FichierIllisible(
        _("Ce classeur contient des macros : enregistrez-le sans macros, au format XLSX ou ODS.")
    )
