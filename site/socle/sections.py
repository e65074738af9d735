"""Sections of the home page: rooms register them, editors choose and order them.

In ``AppConfig.ready``: ``sections_d_accueil.enregistrer("prix", PrixBlock, ordre=50)``. A section
is a StructBlock whose template draws nothing when it has nothing to show.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


@dataclass(frozen=True, slots=True)
class Inscription:
    """A registered section; ``d_office``: part of a home page that nobody has composed yet."""

    cle: str
    bloc: type
    ordre: int
    nombre_max: int | None
    d_office: bool


class Sections:
    """The kinds of sections that editors may put on a home page."""

    def __init__(self):
        self._inscrites = {}

    def enregistrer(self, cle, bloc, *, ordre, nombre_max=None, d_office=True):
        """Add the SectionBlock class *bloc*, or replace the one of the same *cle*.

        *ordre* sorts (10, 20, 30…), *nombre_max* is how many a page may have (None: any),
        *d_office* whether a page that nobody has composed shows it.
        """
        self._inscrites[cle] = Inscription(cle, bloc, ordre, nombre_max, d_office)

    def retirer(self, cle):
        """Forget a section; nothing happens when there is none of that *cle*."""
        self._inscrites.pop(cle, None)

    def inscrites(self):
        """List of Inscription, in order."""
        return sorted(self._inscrites.values(), key=lambda une: (une.ordre, une.cle))


sections_d_accueil = Sections()


class ValeurDeSection(blocks.StructValue):
    """``montre``: what the template draws (a dict), once the page has read it."""

    montre = None


class SectionBlock(blocks.StructBlock):
    """What sections share: a title that may be changed, and a reading for all of them at once.

    ``feuilles``: static paths of the sheets it needs besides those of the home page.
    """

    feuilles = ()

    titre = blocks.CharBlock(
        label=_("Titre"), required=False, max_length=120, help_text=_("Vide : le titre habituel.")
    )

    class Meta:
        group = _("Sections")
        icon = "list-ul"
        value_class = ValeurDeSection

    @staticmethod
    def preparer(valeurs, request):
        """Set ``montre`` of every value of the page whose block has this same function."""
        for valeur in valeurs:
            valeur.montre = {}

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        contexte.setdefault("rang", 0)
        if value.montre is None:
            self.preparer([value], contexte.get("request"))
        return {**contexte, **value.montre}


class SectionsBlock(blocks.StreamBlock):
    """The sections of a home page: made of what rooms have registered, so once they all have."""

    class Meta:
        description = _("Les sections de la page d’accueil.")
        preview_value = []

    def __init__(self, local_blocks=None, **options):
        inscrites = sections_d_accueil.inscrites()
        options.setdefault(
            "block_counts",
            {une.cle: {"max_num": une.nombre_max} for une in inscrites if une.nombre_max},
        )
        siens = [(une.cle, une.bloc()) for une in inscrites]
        super().__init__([*siens, *(local_blocks or ())], **options)

    def d_office(self):
        """The composition of a page that nobody has composed, as a StreamValue."""
        return self.to_python(
            [
                {"type": une.cle, "value": {}}
                for une in sections_d_accueil.inscrites()
                if une.d_office
            ]
        )


def dessiner(blocs, contexte):
    """[(block, safe HTML)] of the sections with something to show, read together, in their order.

    *blocs* are the children of a StreamValue, *contexte* what templates are given (``request`` in
    it). Each gets a ``rang`` of its own, for its anchors.
    """
    par_lecture = {}
    for bloc in blocs:
        par_lecture.setdefault(type(bloc.block).preparer, []).append(bloc.value)
    for preparer, valeurs in par_lecture.items():
        preparer(valeurs, contexte["request"])
    dessinees = (
        (bloc, bloc.render(context={**contexte, "rang": rang}))
        for rang, bloc in enumerate(blocs, 1)
    )
    return [(bloc, html) for bloc, html in dessinees if html.strip()]
