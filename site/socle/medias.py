"""What a picture or a file goes through before it is stored.

A picture is decoded and written anew, whichever way it came in: EXIF, XMP, GPS, comments,
thumbnails and whatever hides behind the pixels stay out of the stored original (docs/medias.md).
"""

import io
import secrets
import zipfile
from pathlib import PurePosixPath

import pillow_heif
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence

pillow_heif.register_heif_opener()

# What the file is, by its content, and what it is stored as. HEIC becomes JPEG: no browser but
# Safari shows it. MPO is what telephones call a JPEG that carries a second picture.
FORMATS = {
    "JPEG": ("JPEG", "jpg"),
    "MPO": ("JPEG", "jpg"),
    "HEIF": ("JPEG", "jpg"),
    "PNG": ("PNG", "png"),
    "GIF": ("GIF", "gif"),
    "WEBP": ("WEBP", "webp"),
    "AVIF": ("AVIF", "avif"),
}
# The only facts about a picture that survive: what is needed to draw it.
FAITS_GARDES = ("icc_profile", "transparency", "background", "gamma")


class ImageRefusee(ValidationError):  # noqa: N818 (the matter is named in French)
    """A picture that cannot be kept; its message is a sentence for the person who sent it."""


def nom_aleatoire(dossier, extension, prefixe=""):
    """Return ``dossier/[prefixe-]<128 random bits>.extension``: a name nobody can guess."""
    prefixe = f"{slugify(prefixe)[:40].strip('-')}-" if slugify(prefixe) else ""
    return f"{dossier}/{prefixe}{secrets.token_hex(16)}.{extension}"


def extension_de(nom):
    """Return the extension of *nom* in lower case, without its dot; « bin » when it has none."""
    return PurePosixPath(nom).suffix.lower().lstrip(".") or "bin"


def nettoyer(fichier):
    """Return *fichier* (a Django File) as a ContentFile without metadata, oriented as it was seen.

    The ContentFile's name carries the extension of what the file really is. The colour profile and
    the animation stay. Raises ImageRefusee, with a sentence, for anything else than a picture that
    can be decoded within ``WAGTAILIMAGES_MAX_IMAGE_PIXELS``.
    """
    fichier.seek(0)
    donnees = fichier.read()
    fichier.seek(0)
    try:
        with Image.open(io.BytesIO(donnees)) as image:
            _verifier(image)
            format_ecrit, extension = FORMATS[image.format]
            sortie = io.BytesIO()
            _ecrire(image, format_ecrit, donnees, sortie)
    except ImageRefusee:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as erreur:
        raise _trop_de_pixels() from erreur
    except Exception as erreur:  # decoders raise anything on a damaged file: one sentence for all
        raise illisible() from erreur
    return ContentFile(sortie.getvalue(), name=f"image.{extension}")


def illisible():
    """Return the refusal of what no decoder can read."""
    return ImageRefusee(
        _("Ce fichier n’est pas une image lisible : il est abîmé ou d’un autre type."),
        code="illisible",
    )


def _verifier(image):
    """Refuse a type that is not served and a picture too large to be opened, before decoding it."""
    if image.format not in FORMATS:
        raise ImageRefusee(
            _("Ce type d’image n’est pas accepté : envoyez un JPEG, PNG, WebP, GIF, AVIF ou HEIC."),
            code="type",
        )
    if (
        image.width * image.height * _nombre_de_vues(image)
        > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    ):
        raise _trop_de_pixels()


def _nombre_de_vues(image):
    """Return the frames that will be kept: the second picture of a MPO or a HEIC will not."""
    return 1 if image.format in ("MPO", "HEIF") else getattr(image, "n_frames", 1)


def _trop_de_pixels():
    return ImageRefusee(
        _("Cette image est trop grande : %(millions)d millions de pixels au plus.")
        % {"millions": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000},
        code="pixels",
    )


def _ecrire(image, format_ecrit, donnees, sortie):
    """Write *image* into *sortie* as *format_ecrit*, all frames, without metadata."""
    vues = _nombre_de_vues(image)
    if vues > 1:
        _ecrire_animation(image, format_ecrit, sortie)
        return
    qualite = _qualite(image, format_ecrit, donnees)
    droite = ImageOps.exif_transpose(image)
    if qualite.get("quality") == "keep" and droite.size == image.size and not _tournee(image):
        droite = image  # « keep » asks for the very JPEG that was read
    elif qualite.get("quality") == "keep":
        qualite = {"quality": 92}
    if format_ecrit == "JPEG" and droite.mode not in ("L", "RGB", "CMYK"):
        droite = droite.convert("RGB")
    _oublier(droite)
    droite.save(sortie, format_ecrit, **qualite, **_profil(droite))


def _tournee(image):
    return image.getexif().get(0x0112, 1) != 1


def _qualite(image, format_ecrit, donnees):
    """Return the options that lose least: the JPEG's own tables, a lossless WebP kept lossless."""
    if format_ecrit == "JPEG":
        return {"quality": "keep"} if image.format == "JPEG" else {"quality": 92}
    if format_ecrit == "WEBP":
        return {"lossless": True} if b"VP8L" in donnees[:64] else {"quality": 92}
    return {"quality": 85} if format_ecrit == "AVIF" else {}


def _ecrire_animation(image, format_ecrit, sortie):
    """Write every frame of *image* with its own duration. Frames are held in memory."""
    vues, durees, effacements = [], [], []
    boucle = image.info.get("loop")
    for vue in ImageSequence.Iterator(image):
        copie = vue.copy()  # decodes; a WebP knows the duration only then
        durees.append(int(vue.info.get("duration", 100)))
        effacements.append(getattr(vue, "disposal_method", 0))
        _oublier(copie)
        vues.append(copie)
    options = {} if boucle is None else {"loop": boucle}
    if format_ecrit == "GIF":
        options["disposal"] = effacements
    vues[0].save(
        sortie,
        format_ecrit,
        save_all=True,
        append_images=vues[1:],
        duration=durees,
        **options,
        **_profil(vues[0]),
    )


def _oublier(image):
    """Forget every fact about *image* that is not needed to draw it."""
    image.info = {cle: valeur for cle, valeur in image.info.items() if cle in FAITS_GARDES}


def _profil(image):
    return {"icc_profile": image.info["icc_profile"]} if image.info.get("icc_profile") else {}


# What the archive of each office format must hold, and the names that betray a macro.
CONTENU_BUREAUTIQUE = {
    "docx": "word/",
    "pptx": "ppt/",
    "xlsx": "xl/",
    "odp": "content.xml",
    "ods": "content.xml",
    "odt": "content.xml",
}
MACROS = ("vbaproject.bin", "basic/", "scripts/")


def verifier_document(nom, fichier):
    """Check that *fichier* holds what the extension of *nom* says, without macros.

    Raises ValidationError, keyed « file », with a sentence.
    """
    extension = extension_de(nom)
    fichier.seek(0)
    if extension in CONTENU_BUREAUTIQUE or extension == "zip":
        accepte = _archive_conforme(fichier, CONTENU_BUREAUTIQUE.get(extension, ""))
    elif extension == "pdf":
        accepte = fichier.read(5) == b"%PDF-"
    else:
        accepte = b"\0" not in fichier.read(64 * 1024)
    fichier.seek(0)
    if not accepte:
        raise ValidationError(
            {"file": _("Le contenu de ce fichier n’est pas celui qu’annonce son nom.")},
            code="contenu",
        )


def _archive_conforme(fichier, attendu):
    """Tell whether *fichier* is an archive that holds *attendu*. Raises when it carries a macro."""
    try:
        with zipfile.ZipFile(fichier) as archive:
            noms = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    if attendu and any(
        nom.lower().startswith(MACROS) or nom.lower().endswith(MACROS[0]) for nom in noms
    ):
        raise ValidationError(
            {"file": _("Ce document contient des macros : enregistrez-le sans elles.")},
            code="macros",
        )
    return any(nom.startswith(attendu) for nom in noms)
