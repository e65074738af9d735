"""The rules, and what breaks them."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

# Words that say nothing once out of their sentence, as who jumps from link to link hears them.
VAGUES = frozenset(
    {
        *("ici", "la", "lien", "ce lien", "par ici", "cliquez", "cliquer", "cliquez ici"),
        *("cliquer ici", "cliquez la", "cliquez sur ce lien", "en savoir plus", "savoir plus"),
        *("plus", "plus d infos", "plus d informations", "lire", "lire la suite", "la suite"),
        *("lire plus", "voir", "voir plus", "voir ici", "suite", "cette page", "le site"),
        *("details", "telecharger", "telecharger ici", "decouvrir", "acceder", "consulter"),
        *("here", "click", "click here", "link", "this link", "this page", "more", "read more"),
        *("learn more", "see more", "more info", "find out more", "details", "download"),
    }
)
POIDS = re.compile(r"\d\s?(?:octets?|bytes?|[kmg]?i?[ob])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Regle:
    """What is wrong, and what to do about it, as sentences."""

    titre: Any
    conseil: Any


REGLES = {
    "lien-vague": Regle(
        _("Lien vague"),
        _("Dites où il mène : on lit aussi les liens seuls, hors de leur phrase."),
    ),
    "lien-vide": Regle(_("Lien sans texte"), _("Écrivez où il mène, ou retirez-le.")),
    "document-sans-poids": Regle(
        _("Document sans type ni poids"),
        _("Écrivez-les dans le lien, ou employez le bloc « Document à télécharger »."),
    ),
    "document-perdu": Regle(
        _("Document introuvable"), _("Le fichier a été retiré : choisissez-en un autre.")
    ),
    "image-sans-alternative": Regle(
        _("Image sans texte de remplacement"),
        _("Dites ce qu’elle apporte ici, ou cochez « Image purement décorative »."),
    ),
    "image-sans-credit": Regle(
        _("Image sans crédit"), _("Remplissez le crédit ou l’auteur dans la fiche de l’image.")
    ),
    "page-non-publiee": Regle(
        _("Lien vers une page qui n’est pas publiée"),
        _("Tant qu’elle ne l’est pas, le lien ne s’affiche pas : publiez-la ou retirez le lien."),
    ),
    "page-perdue": Regle(
        _("Lien vers une page effacée"), _("Choisissez une autre page ou retirez le lien.")
    ),
    "ordre-des-titres": Regle(
        _("Titre d’un niveau sauté"),
        _("Un titre de paragraphe va sous un intertitre : ajoutez l’intertitre qui manque."),
    ),
    "titre-vide": Regle(_("Titre vide"), _("Écrivez-le ou retirez-le.")),
}


@dataclass(frozen=True, slots=True)
class Constat:
    """One thing to look at: a key of REGLES, where it is, the words at stake, what they lead to."""

    cle: str
    ou: str
    extrait: str = ""
    precision: str = ""

    @property
    def regle(self):
        return REGLES[self.cle]


def est_vague(texte):
    """Whether the words of a link say nothing of where it leads."""
    decompose = unicodedata.normalize("NFKD", texte.casefold())
    sans_accents = "".join(c for c in decompose if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", sans_accents)) in VAGUES


def dit_le_poids(texte, extension):
    """Whether the words of a link to a document tell its type and its size."""
    return extension.casefold() in texte.casefold() and bool(POIDS.search(texte))


def poids_a_ecrire(document):
    """« (PDF, 120 Kio) », to be written at the end of a link; "" when the file is not there.

    Wagtail's own ``get_file_size`` writes what it learns: reading a page writes nothing.
    """
    try:
        taille = document.file_size or document.file.size
    except (OSError, ValueError):
        return ""
    return f"({document.file_extension.upper()}, {filesizeformat(taille)})"
