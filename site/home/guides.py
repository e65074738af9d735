"""The pages of the guide: what their templates are given."""

import re

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from annuaire.adresses import maillons
from home import utilite
from home.arbre_du_guide import arbre_du_site, arbre_qui_tient, minutes
from home.corps_du_guide import dessiner, morceaux
from home.sources import lois, sources
from socle.csrf import jeton
from socle.glossaire import lexique

# What paper cannot do: a search, a film.
SANS_PAPIER = ("acteurs", "appel", "video")


def adresse_du_guide(request):
    """Path of the site's guide in the language of the page, or "". Every page asks: remembered."""
    arbre = arbre_du_site(request)
    return arbre.adresse if arbre else ""


def adresse_du_lexique(request):
    """Path of the glossary, or "" while it has no word."""
    guide = adresse_du_guide(request)
    return f"{guide}lexique/" if guide and lexique().mots else ""


def contexte_du_guide(page, request):
    """What home/guide.html draws: the questions and their sheets."""
    arbre = arbre_qui_tient(page, request)
    return {
        "maillons": maillons(request),
        "arbre": arbre,
        "adresse_du_lexique": f"{arbre.adresse}lexique/" if lexique().mots else "",
        "nombre_de_mots": len(lexique().mots),
    }


def contexte_de_rubrique(page, request):
    """What home/rubrique.html draws: a question, its sheets, its neighbours."""
    arbre = arbre_qui_tient(page, request)
    rang, avant, apres = arbre.autour(arbre.rubriques, page.path)
    rubrique = arbre.rubrique(page.path)
    return {
        "maillons": maillons(request, (arbre.titre, arbre.adresse)),
        "arbre": arbre,
        "rang": rang,
        "fiches": rubrique.fiches if rubrique else (),
        "precedente": avant,
        "suivante": apres,
    }


def contexte_de_fiche(page, request):
    """What home/fiche.html draws around a sheet: rank, contents, sources, words, neighbours."""
    arbre = arbre_qui_tient(page, request)
    rubrique = arbre.rubrique(page.path)
    soeurs = rubrique.fiches if rubrique else ()
    _rang, avant, apres = arbre.autour(arbre.fiches, page.path)
    dessus = [(arbre.titre, arbre.adresse)] if arbre.adresse else []
    if rubrique:
        dessus.append((rubrique.titre, rubrique.adresse))
    connues = {fiche.pk: fiche for fiche in arbre.fiches}
    return {
        "maillons": maillons(request, *dessus),
        "arbre": arbre,
        "rubrique": rubrique,
        "rang": arbre.autour(soeurs, page.path)[0],
        "nombre": len(soeurs),
        "precedente": avant,
        "suivante": apres,
        "minutes": minutes(page.mots),
        "corps": dessiner(page, request),
        "sources_citees": sources(page),
        "lois_citees": lois(page),
        "lire_aussi": [connues[cle] for cle in _cles_a_lire(page, connues) if cle != page.pk],
        "jeton": jeton(request),
        "avis": utilite.phrase(request),
    }


def _cles_a_lire(page, connues):
    """Keys of the sheets to go on with that are published; no page is read for it."""
    brutes = (bloc["value"] for bloc in page.lire_aussi.raw_data if bloc["type"] == "fiche")
    return [cle for cle in brutes if cle in connues]


def contexte_a_imprimer(page, request):
    """What home/guide_a_imprimer.html draws: every sheet, whole, and the words at the end."""
    from home.models import FichePage

    arbre = arbre_qui_tient(page, request)
    lues = FichePage.objects.in_bulk([fiche.pk for fiche in arbre.fiches])
    dessines = _corps_d_un_coup([lues[f.pk] for f in arbre.fiches if f.pk in lues], request)
    return {
        "maillons": maillons(request, (arbre.titre, arbre.adresse)),
        "arbre": arbre,
        "rubriques": [
            (rubrique, [(lues[f.pk], dessines[f.pk]) for f in rubrique.fiches if f.pk in lues])
            for rubrique in arbre.rubriques
        ],
        "mots": lexique().mots,
    }


def _corps_d_un_coup(fiches, request):
    """``{key: safe HTML}``: bodies put end to end are read as one, whatever their number."""
    from home.models import FichePage

    bloc = FichePage._meta.get_field("corps").stream_block
    bruts = [[*fiche.corps.raw_data] for fiche in fiches]
    tout = list(bloc.to_python([brut for corps in bruts for brut in corps]))
    montres = [b for b in tout if b.block_type not in SANS_PAPIER]
    html = dict(zip(map(id, montres), morceaux(montres, request), strict=True))
    dessines, debut = {}, 0
    for fiche, corps in zip(fiches, bruts, strict=True):
        siens = tout[debut : debut + len(corps)]
        debut += len(corps)
        dessine = "\n".join(html[id(b)] for b in siens if id(b) in html)
        dessines[fiche.pk] = mark_safe(_abaisser(dessine))  # noqa: S308 (drawn by our templates)
    return dessines


def _abaisser(html):
    """Titles under that of their sheet, itself under its question, and without their anchors,
    which other sheets have too."""
    sans_ancre = re.sub(r'(<h2) id="[^"]*"', r"\1", html)
    return re.sub(r"(</?h)([2-4])\b", lambda titre: f"{titre[1]}{int(titre[2]) + 2}", sans_ancre)


def contexte_du_lexique(page, request):
    """What home/lexique.html draws: every word, in the order of the alphabet."""
    arbre = arbre_qui_tient(page, request)
    return {
        "maillons": maillons(request, (arbre.titre, arbre.adresse)),
        "arbre": arbre,
        "ici": _("Lexique"),
        "mots": lexique().mots,
    }
