"""From what was typed to what is looked for: a place that the sentence names is a place asked for.

It restricts the search as « Où ? » would, says so by a chip that takes it back, and never hides
an actor whose name holds that place. Doubtful ones (« boulangerie Nantes », « au bar ») are only
offered as long as the words themselves find something.
"""

from dataclasses import replace

from annuaire import lieux_dits
from annuaire.lieux_de_recherche import ecriture
from search.moteurs import moteur

# « lieu_dit=non »: the sentence is to be read word for word.
REFUS = "non"


def comprendre(demande, locale, nom_moteur=None):
    """Return the Demande with the place that its words name, when it is what they mean."""
    if not demande.texte or demande.lieu or demande.question or demande.lieu_refuse:
        return demande
    dit = lieux_dits.trouver(demande.texte)
    if dit is None:
        return demande
    if demande.boite:
        return _ailleurs(demande, dit)
    propose = replace(demande, propose=dit)
    if dit.lieu is None or not dit.reste:
        return propose
    engin = moteur(nom_moteur)
    litterale = demande.requete(locale=locale, par_page=1, facettes_voulues=(), fuite=False)
    if engin.nomme(litterale):
        return propose
    comprise = avec(demande, dit)
    trouve_a_la_lettre = bool(engin.chercher(litterale).total)
    if dit.sur and trouve_a_la_lettre:
        situee = comprise.requete(locale=locale, par_page=1, facettes_voulues=(), fuite=False)
        return comprise if engin.chercher(situee).total else propose
    return propose if trouve_a_la_lettre else comprise


def _ailleurs(demande, dit):
    """The Demande in a part of the map: « épicerie à Nantes » looks for an « épicerie » there."""
    return replace(demande, cherche=dit.reste) if dit.sur and dit.reste else demande


def avec(demande, dit):
    """The Demande once the place of its sentence is taken apart from its words."""
    return replace(
        demande,
        dit=dit,
        cherche=dit.reste,
        lieu=dit.lieu,
        autres=dit.autres,
        rayon=demande.rayon or (None if demande.dedans else dit.rayon),
    )


def en_clair(demande):
    """The same search said by « Quoi » and « Où ? », with nothing left to understand."""
    if demande.dit is None:
        return demande
    restes = {n: v for n, v in demande.parametres.items() if n not in ("q", "rayon")}
    rayon = {"rayon": f"{demande.rayon:g}"} if demande.rayon else {}
    return replace(
        demande,
        parametres={**restes, "q": demande.cherche, "ou": ecriture(demande.lieu), **rayon},
        texte=demande.cherche,
        cherche="",
        dit=None,
    )
