"""« Où ? » in the addresses of the list: a spelling that people read and that resolves back."""

import re

from territoires.lieux import POSITION, resoudre

_NUMERO = re.compile(r"\((\w+)\)$")


def ecriture(lieu):
    """The shortest readable text that names *lieu* and nothing else: « Saint-Denis (93) ».

    Of a position, the words « Autour de moi » : its figures go apart, in « lieu ».
    """
    if lieu.genre == POSITION:
        return lieu.nom
    numero = _NUMERO.search(lieu.detail or "")
    essais = [lieu.nom, lieu.libelle]
    if numero:
        essais += [f"{lieu.nom} ({numero[1]})", f"{lieu.libelle} ({numero[1]})"]
    for essai in essais:
        trouve = resoudre(essai).lieu
        if trouve is not None and trouve.valeur == lieu.valeur:
            return essai
    return lieu.valeur


def distinction(lieu):
    """*lieu* among its namesakes, without brackets in brackets: « Saint-Denis (La Réunion) »."""
    precision = (lieu.detail or "").partition(" (")[0]
    return f"{lieu.libelle} ({precision})" if precision else lieu.libelle
