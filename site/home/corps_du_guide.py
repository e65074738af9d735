"""The body of a sheet, drawn at a cost that does not depend on how many blocks it has.

Actors, witnesses' structures, copies of pictures and links are read for the whole page at once;
the glossary is in memory.
"""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from annuaire.blocs import montrer
from home.formulaires import dessines
from socle.blocs import ancre
from socle.csp import elargir
from socle.glossaire import Annotateur
from socle.liens_riches import adresses_des_pages, deplier
from socle.videos import ORIGINES

# Between two blocks: texts are escaped and Draftail keeps no comment.
SEPARATION = "<!--bloc-->"


@dataclass(frozen=True, slots=True)
class Corps:
    """Safe HTML of the summary and of the body, [(anchor, heading)], and the Mots they use."""

    resume: str
    html: str
    sommaire: list
    mots: list


def dessiner(fiche, request):
    """The Corps of a FichePage."""
    annotateur = Annotateur()
    lignes = [ligne.strip() for ligne in fiche.resume.splitlines() if ligne.strip()]
    resume = annotateur.annoter(format_html_join("", "<li>{}</li>", ([x] for x in lignes)))
    html = annotateur.annoter(html_du_corps(fiche.corps, request))
    return Corps(resume, html, sommaire(fiche.corps), annotateur.mots)


def dessiner_un_corps(corps, request):
    """The Corps of any other page: no summary. Read anew, for the page may be remembered."""
    annotateur = Annotateur()
    blocs = list(corps.stream_block.to_python([*corps.raw_data]))
    html = annotateur.annoter(mark_safe("\n".join(morceaux(blocs, request))))  # noqa: S308 (drawn by our templates)
    return Corps("", html, sommaire(blocs), annotateur.mots)


def laisser_venir_les_lecteurs(reponse, corps):
    """Let the players of films into *reponse* when *corps* shows one; return it.

    Nothing is asked of them before a visitor chooses to watch.
    """
    if any(bloc["type"] == "video" for bloc in corps.raw_data):
        elargir(reponse, "frame-src", *ORIGINES)
    return reponse


def sommaire(corps):
    """[(anchor, text)] of the headings among blocks."""
    titres = [bloc.value["texte"] for bloc in corps if bloc.block_type == "intertitre"]
    return [(ancre(titre), titre) for titre in titres]


def html_du_corps(corps, request):
    """Safe HTML of a StreamValue, links made addresses."""
    return mark_safe("\n".join(morceaux(list(corps), request)))  # noqa: S308 (drawn by our templates)


def morceaux(blocs, request):
    """[HTML of each block], links made addresses for all of them at once."""
    contexte = {**preparer(blocs, request), "request": request, "liens_a_deplier": True}
    html = SEPARATION.join(bloc.render(context=dict(contexte)) for bloc in blocs)
    return deplier(html, request).split(SEPARATION) if blocs else []


def preparer(blocs, request):
    """Read for all *blocs* what each would read apart; return what their templates need."""
    images = list(_images(blocs))
    if images:
        prefetch_related_objects(images, "renditions")
    temoins = [
        bloc.value["temoignage"].acteur_id
        for bloc in blocs
        if bloc.block_type == "temoignage" and bloc.value["temoignage"]
    ]
    acteurs = [bloc.value for bloc in blocs if bloc.block_type == "acteurs"]
    formulaires = [bloc.value for bloc in blocs if bloc.block_type == "formulaire"]
    appels = [bloc.value["page"] for bloc in blocs if bloc.block_type == "appel"]
    return {
        "cartes_des_temoins": montrer(acteurs, request, filter(None, temoins)),
        "formulaires": dessines(formulaires, request),
        "adresses_des_pages": adresses_des_pages({page.pk for page in appels if page}, request),
    }


def _images(blocs):
    """Every picture that the blocks show."""
    for bloc in blocs:
        if bloc.block_type in ("image", "figure", "video") and bloc.value["image"]:
            yield bloc.value["image"]
        if bloc.block_type == "galerie":
            yield from (une["image"] for une in bloc.value["images"] if une["image"])
