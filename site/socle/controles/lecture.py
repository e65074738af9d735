"""Reading a page block by block: its links, its pictures, its documents, its titles."""

from html.parser import HTMLParser

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from socle.blocs.medias import VideoBlock, alternative_de
from socle.blocs.textes import IntertitreBlock

from .regles import Constat, dit_le_poids, est_vague, poids_a_ecrire

EXTRAIT_MAX = 80
NIVEAUX = {f"h{n}": n for n in range(2, 7)}


class _Riche(HTMLParser):
    """The links [(attributes, text)] and titles [(level, text)] of a rich text, in order."""

    def __init__(self, html):
        super().__init__()
        self.trouves, self._ouverts = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, nom, attributs):
        if nom == "a" or nom in NIVEAUX:
            self._ouverts.append([nom, dict(attributs), ""])

    def handle_data(self, texte):
        for ouvert in self._ouverts:
            ouvert[2] += texte

    def handle_endtag(self, nom):
        for ouvert in reversed(self._ouverts):
            if ouvert[0] == nom:
                self._ouverts.remove(ouvert)
                self.trouves.append((nom, ouvert[1], " ".join(ouvert[2].split())))
                return


class Passage:
    """One reading of a page: what was found, and what is still to be asked of the database."""

    def __init__(self):
        self._relevees = []  # (key, where, words, what is at stake: a key, a document, a size)
        self._niveau = 1  # that of the title of the page

    def lire(self, page):
        """Read every field of text of *page*."""
        for champ in page._meta.get_fields():
            if isinstance(champ, StreamField):
                self._flux(getattr(page, champ.attname), capfirst(str(champ.verbose_name)))
            elif isinstance(champ, RichTextField):
                self._riche(getattr(page, champ.attname), capfirst(str(champ.verbose_name)))

    def constats(self):
        """[Constat], once the pages and documents that were named are looked up: two queries."""
        cles = {genre: self._cles(genre) for genre in ("page", "document")}
        lues = Page.objects.filter(pk__in=cles["page"]).values_list("pk", "live", "title")
        pages = {pk: (live, titre) for pk, live, titre in lues}
        documents = get_document_model().objects.in_bulk(cles["document"])
        trouves = []
        for genre, ou, mots, enjeu in self._relevees:
            if genre == "page":
                trouves += self._de_page(ou, mots, *pages.get(enjeu, (None, "")))
            elif genre == "document":
                trouves += self._de_document(ou, mots, documents.get(enjeu))
            else:
                trouves.append(Constat(genre, ou, mots[:EXTRAIT_MAX], enjeu))
        return trouves

    def _cles(self, voulu):
        return {enjeu for genre, _ou, _mots, enjeu in self._relevees if genre == voulu and enjeu}

    @staticmethod
    def _de_page(ou, mots, publiee, titre):
        if publiee is None:
            return [Constat("page-perdue", ou, mots[:EXTRAIT_MAX])]
        return [] if publiee else [Constat("page-non-publiee", ou, mots[:EXTRAIT_MAX], titre)]

    @staticmethod
    def _de_document(ou, mots, document):
        """*mots* None: a block, which says the type and the size by itself."""
        if document is None:
            return [Constat("document-perdu", ou, (mots or "")[:EXTRAIT_MAX])]
        voulu = poids_a_ecrire(document)
        if not voulu:
            return [Constat("document-perdu", ou, mots or document.title)]
        if mots is None or dit_le_poids(mots, document.file_extension):
            return []
        return [Constat("document-sans-poids", ou, mots[:EXTRAIT_MAX], voulu)]

    def _noter(self, genre, ou, mots="", enjeu=""):
        self._relevees.append((genre, ou, mots, enjeu))

    def _flux(self, valeur, nom):
        for rang, enfant in enumerate(valeur, 1):
            libelle = capfirst(str(enfant.block.label))
            ou = _("%(champ)s, bloc %(n)d (%(genre)s)") % {
                "champ": nom,
                "n": rang,
                "genre": libelle,
            }
            self._bloc(enfant.block, enfant.value, ou)

    def _bloc(self, bloc, valeur, ou):
        if valeur is None:
            return self._manque(bloc, ou)
        if isinstance(bloc, IntertitreBlock):
            return self._titre(2, valeur["texte"], ou)
        if isinstance(bloc, blocks.RichTextBlock):
            return self._riche(valeur.source, ou)
        if isinstance(bloc, blocks.BaseStructBlock):
            return self._structure(bloc, valeur, ou)
        if isinstance(bloc, blocks.ListBlock):
            for rang, element in enumerate(valeur, 1):
                self._bloc(bloc.child_block, element, f"{ou}, {rang}")
        elif isinstance(bloc, blocks.BaseStreamBlock):
            for enfant in valeur:
                self._bloc(enfant.block, enfant.value, ou)
        elif isinstance(bloc, ImageChooserBlock):
            self._image(valeur, valeur.description, ou)
        elif isinstance(bloc, DocumentChooserBlock):
            self._noter("document", ou, None, valeur.pk)
        elif isinstance(bloc, blocks.PageChooserBlock):
            self._noter("page", ou, valeur.title, valeur.pk)

    def _manque(self, bloc, ou):
        """What was chosen and is there no more: a chooser that must not be empty."""
        if bloc.required and isinstance(bloc, blocks.PageChooserBlock):
            self._noter("page-perdue", ou)
        if bloc.required and isinstance(bloc, DocumentChooserBlock):
            self._noter("document-perdu", ou)

    def _structure(self, bloc, valeur, ou):
        for nom, enfant in bloc.child_blocks.items():
            sous_valeur = valeur.get(nom)
            if isinstance(enfant, ImageChooserBlock) and sous_valeur:
                self._image(sous_valeur, self._alternative(bloc, valeur, sous_valeur), ou)
            else:
                self._bloc(enfant, sous_valeur, ou)
        # The words of a button, in a block that leads somewhere.
        if "libelle" in bloc.child_blocks and _mene_ailleurs(bloc) and est_vague(valeur["libelle"]):
            self._noter("lien-vague", ou, valeur["libelle"])

    @staticmethod
    def _alternative(bloc, valeur, image):
        """The words that stand for a picture; None where none is asked for."""
        if isinstance(bloc, VideoBlock) or valeur.get("decorative"):
            return None
        return alternative_de(valeur) if "alternative" in bloc.child_blocks else image.description

    def _image(self, image, alternative, ou):
        if alternative is not None and not alternative.strip():
            self._noter("image-sans-alternative", ou, image.title)
        if not image.mention:
            self._noter("image-sans-credit", ou, image.title)

    def _titre(self, niveau, texte, ou):
        if not texte.strip():
            self._noter("titre-vide", ou)
            return
        if niveau > self._niveau + 1:
            self._noter("ordre-des-titres", ou, texte)
        self._niveau = niveau

    def _riche(self, html, ou):
        for nom, attributs, texte in _Riche(html).trouves:
            if nom in NIVEAUX:
                self._titre(NIVEAUX[nom], texte, ou)
            else:
                self._lien(attributs, texte, ou)

    def _lien(self, attributs, texte, ou):
        genre = attributs.get("linktype")
        cle = attributs.get("id") or ""
        if not texte:
            self._noter("lien-vide", ou)
        elif est_vague(texte):
            self._noter("lien-vague", ou, texte)
        if genre in ("page", "document"):
            self._noter(genre, ou, texte, int(cle) if cle.isdigit() else 0)


def _mene_ailleurs(bloc):
    """Whether a block is a link: it has a page, an address or a search to go to."""
    return "criteres" in bloc.child_blocks or any(
        isinstance(enfant, (blocks.PageChooserBlock, blocks.URLBlock))
        for enfant in bloc.child_blocks.values()
    )
