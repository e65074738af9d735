"""Forms of the house."""

from wagtail.images.forms import BaseImageForm

from . import medias


class FormulaireImage(BaseImageForm):
    """Wagtail's image form; the file is cleaned here, so that a damaged one is said in the form."""

    def clean_file(self):
        """Attach the cleaned copy, which the field stores (champs.FichierImage)."""
        fichier = self.cleaned_data["file"]
        if fichier and "file" in self.changed_data:
            fichier.propre = medias.nettoyer(fichier)
        return fichier
