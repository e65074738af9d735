"""An English site beside the French one, and what its readers see."""

import re
from html.parser import HTMLParser

from wagtail.models import Locale, Page

ATTRIBUTS_LUS = ("alt", "title", "placeholder", "aria-label")


def publier_en_anglais(annuaire):
    """Give the site of *annuaire* a live home page and directory in English; return its Locale."""
    anglais, _cree = Locale.objects.get_or_create(language_code="en")
    for page, titre in ((annuaire.get_parent(), "Welcome"), (annuaire, "Directory")):
        traduite = Page.objects.get(pk=page.pk).specific.copy_for_translation(anglais)
        traduite.title, traduite.live = titre, True
        traduite.save()
    return anglais


class _Lecteur(HTMLParser):
    """Keeps what is read aloud or shown, but what says it is in another language."""

    VIDES = frozenset({"img", "input", "meta", "link", "br", "path", "hr"})

    def __init__(self):
        super().__init__()
        self.morceaux, self.pile = [], []

    def handle_starttag(self, nom, attributs):
        attributs = dict(attributs)
        muet = nom in ("script", "style") or attributs.get("lang", "en") != "en"
        tu = muet or (bool(self.pile) and self.pile[-1][1] and attributs.get("lang") != "en")
        if not tu:
            self.morceaux += [attributs[a] for a in ATTRIBUTS_LUS if attributs.get(a)]
        if nom not in self.VIDES:
            self.pile.append((nom, tu))

    def handle_endtag(self, nom):
        while self.pile and self.pile.pop()[0] != nom:
            pass

    def handle_data(self, texte):
        if not (self.pile and self.pile[-1][1]):
            self.morceaux.append(texte)


def lire_en_anglais(reponse):
    """The pieces of text of a page, without those marked as being in French."""
    lecteur = _Lecteur()
    lecteur.feed(reponse.content.decode())
    propres = (re.sub(r"[ \t\n]+", " ", morceau).strip() for morceau in lecteur.morceaux)
    return [morceau for morceau in propres if morceau]
