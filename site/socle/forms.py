"""Forms of the house."""

from wagtail.images.forms import BaseImageForm

from . import medias


class FormulaireImage(BaseImageForm):
    """Wagtail's image form; the file is cleaned here, so that a damaged one is said in the form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            # Wagtail's check lets a decoder's error out (a 500); nettoyer() makes the same check.
            self.fields["file"].check_image_pixel_size = lambda fichier: None

    def clean_file(self):
        """Attach the cleaned copy, which the field stores (champs.FichierImage)."""
        fichier = self.cleaned_data["file"]
        if fichier and "file" in self.changed_data:
            fichier.propre = medias.nettoyer(fichier)
        return fichier
