"""The glossary on pages: the first use of a word leads to its definition, at the end of the page.

Without a script it is a link, and a link back; ``home/js/guide.js`` shows the definition beside
the word. What a process remembers of it is forgotten when an editor changes a word.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language

from socle.memoires import Memoire

# Elements in which no word becomes a link: links, titles, what is said in somebody's own words.
MUETS = {
    *("a", "button", "summary", "label", "h1", "h2", "h3", "h4", "h5", "h6", "dfn", "svg"),
    *("blockquote", "caption", "th", "code", "figcaption", "script"),
}
MARQUE_MUETTE = "data-sans-glossaire"
_BALISE = re.compile(r"(<[^>]*>)")
_NOM = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_lexiques = Memoire()
oublier = _lexiques.oublier


@dataclass(frozen=True, slots=True)
class Mot:
    """A word as pages show it. ``cle`` is the end of its anchor, ``lie`` whether texts link it."""

    terme: str
    cle: str
    definition: str
    source: str
    formes: tuple
    lie: bool


class Lexique:
    """The words of one language, and the expression that finds them, longest first."""

    def __init__(self, mots):
        self.mots = tuple(mots)
        lies = [(rang, mot) for rang, mot in enumerate(self.mots) if mot.lie]
        couples = [(forme, rang, mot) for rang, mot in lies for forme in mot.formes]
        couples.sort(key=lambda couple: -len(couple[0]))
        self.motif = re.compile("|".join(_motif(*couple) for couple in couples) or r"(?!)")
        self._rangs = [rang for _forme, rang, _mot in couples]

    def trouver(self, texte):
        """Yield (match, Mot) of every use of a word in a plain text."""
        for trouve in self.motif.finditer(texte):
            yield trouve, self.mots[self._rangs[trouve.lastindex - 1]]


def _motif(forme, _rang, mot):
    """A form as an expression: whole words, any space; capitals matter when the word has some."""
    espaces = r"[\s\u00a0\u202f]+".join(map(re.escape, forme.split()))
    sensible = any(lettre.isupper() for une in mot.formes for lettre in une)
    return rf"((?<!\w)(?{'' if sensible else 'i'}:{espaces})(?!\w))"


def lexique(langue=None):
    """The Lexique of a language (that of the page unless told). Remembered."""
    langue = langue or get_language() or settings.LANGUAGE_CODE
    return _lexiques.lire(langue, lambda: _lire(langue))


def _lire(langue):
    from socle.models import MotDuGlossaire

    lignes = MotDuGlossaire.objects.filter(locale__language_code=langue).order_by("terme")
    return Lexique(
        Mot(
            ligne.terme,
            slugify(ligne.terme),
            ligne.definition,
            ligne.source,
            ligne.formes,
            ligne.lier,
        )
        for ligne in lignes
    )


class Annotateur:
    """Links the first use of each word through the parts of one page, in reading order."""

    def __init__(self, langue=None):
        self._lexique = lexique(langue)
        self._vus = {}

    @property
    def mots(self):
        """The Mots that were met, in order."""
        return list(self._vus.values())

    def annoter(self, html):
        """Return safe HTML whose words new to this page are links."""
        if not self._lexique.mots:
            return mark_safe(html)  # noqa: S308 (drawn by our templates, as it came)
        ferme, profondeur, morceaux = "", 0, []
        for morceau in _BALISE.split(html):
            if morceau.startswith("<"):
                fin, nom = _lire_la_balise(morceau)
                if ferme:
                    profondeur += (nom == ferme) * (-1 if fin else 1)
                    ferme = ferme if profondeur else ""
                elif not fin and (nom in MUETS or MARQUE_MUETTE in morceau):
                    ferme, profondeur = nom, 1
            elif not ferme:
                morceau = self._lier(morceau)
            morceaux.append(morceau)
        return mark_safe("".join(morceaux))  # noqa: S308 (the same, with links of ours)

    def _lier(self, texte):
        sortie, fin = [], 0
        for trouve, mot in self._lexique.trouver(texte):
            if mot.cle in self._vus:
                continue
            self._vus[mot.cle] = mot
            sortie += [
                texte[fin : trouve.start()],
                f'<a class="mot" id="appel-{mot.cle}" href="#mot-{mot.cle}">{trouve.group()}</a>',
            ]
            fin = trouve.end()
        return "".join([*sortie, texte[fin:]])


def _lire_la_balise(balise):
    """("/" or "", name) of a tag; ("", "") of a comment."""
    lue = _NOM.match(balise)
    return lue.groups() if lue else ("", "")


def mots_de(texte, langue):
    """The Mots that a plain text uses, each once."""
    trouves = {mot.cle: mot for _ou, mot in lexique(langue).trouver(texte)}
    return list(trouves.values())


def surveiller():
    """Forget the words when one is written. Called once models are there."""
    from django.db.models.signals import post_delete, post_save

    from socle.models import MotDuGlossaire

    for signal in (post_save, post_delete):
        signal.connect(oublier, sender=MotDuGlossaire)
