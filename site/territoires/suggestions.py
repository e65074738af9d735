"""What the « Où ? » box offers while someone types."""

from bisect import bisect_left

from territoires.index import index
from territoires.lieux import Lieu, lieu_du_code_postal, vers_lieu
from territoires.orthographe import plier

LIMITE = 8
LONGUEUR_MIN = 2


def suggerer(texte: str, limite: int = LIMITE) -> list[Lieu]:
    """Return at most *limite* places for the first letters *texte* (two at least).

    Digits: the département, then postcodes. Letters: places of that very name, then those that
    start so, then those one of whose other words starts so; the most populated first.
    """
    cle = plier(texte[:100])
    if len(cle.replace(" ", "")) < LONGUEUR_MIN:
        return []
    tout = index()
    if cle.replace(" ", "").isdigit():
        return _par_chiffres(tout, cle.replace(" ", ""), limite)
    rangs = dict.fromkeys(tout.noms.get(cle, ())[:limite])
    rangs |= dict.fromkeys(tout.commencant(cle, limite))
    if len(rangs) < limite:
        rangs |= dict.fromkeys(tout.commencant(cle, limite, mots=True))
    return [vers_lieu(tout, tout.fiches[rang]) for rang in list(rangs)[:limite]]


def _par_chiffres(tout, chiffres, limite):
    codes = tout.liste_codes_postaux
    debut, fin = bisect_left(codes, chiffres), bisect_left(codes, chiffres + ":")
    departement = tout.fiche("departement", chiffres)
    lieux = [vers_lieu(tout, departement)] if departement else []
    lieux += [lieu_du_code_postal(tout, code) for code in codes[debut:fin][:limite]]
    return lieux[:limite]
