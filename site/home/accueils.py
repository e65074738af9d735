"""The home page: its great title, then the sections that editors chose, in their order."""

from annuaire.adresses import adresse_de_la_liste
from home.sections import RECHERCHE
from socle.sections import dessiner


def contexte_d_accueil(page, request):
    """Return what home/accueil.html draws, whatever exists yet.

    A page that nobody has composed shows every ordinary section.
    """
    liste = adresse_de_la_liste(request)
    blocs = _sections(page)
    en_tete = bool(blocs) and blocs[0].block_type == RECHERCHE
    contexte = {
        "liste": liste,
        "idees": [(idee, adresse_de_la_liste(request, q=idee)) for idee in page.idees if liste],
        "recherche_en_tete": en_tete,
    }
    dessinees = dessiner(blocs[1:] if en_tete else blocs, {"request": request, "page": page})
    contexte["sections"] = [html for _bloc, html in dessinees]
    feuilles = (feuille for bloc, _html in dessinees for feuille in bloc.block.feuilles)
    contexte["feuilles"] = list(dict.fromkeys(feuilles))
    return contexte


def _sections(page):
    """The blocks of the page, read anew: it may be remembered, and others draw it meanwhile."""
    bloc = page._meta.get_field("sections").stream_block
    bruts = [*page.sections.raw_data]
    return list(bloc.to_python(bruts) if bruts else bloc.d_office())
