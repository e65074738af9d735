"""In which order results come: every order is total, so pages neither repeat nor skip."""

from heapq import nsmallest

from .corpus import ids_du, membres, octets
from .positions import TOUR_KM

# Added to a score, in units of bm25 with the weights of plein_texte.POIDS: one name match of
# a rare word is worth about 20.
BONUS_CONNU = 1_000.0
BONUS_NOM = 10.0
# What is found only through a synonym, a beginning or a correction counts half.
PART_ELARGIE = 0.5


def par_note(corpus, bits, notes, fin):
    """The first ``fin`` ids of the mask, by descending score, then title, then id.

    ``notes`` is ``[(score, id)]``; ids of the mask without a score come last.
    """
    presents = octets(bits)
    taille = len(presents) << 3
    garde = [(-note, i) for note, i in notes if i < taille and presents[i >> 3] >> (i & 7) & 1]
    if len(garde) > fin:
        seuil = nsmallest(fin, [note for note, _i in garde])[-1]
        tete = [paire for paire in garde if paire[0] <= seuil]
    else:
        tete = garde
    fiches = corpus.fiches
    tete.sort(key=lambda paire: (paire[0], fiches[paire[1]].tri, paire[1]))
    premiers = [(i, -note) for note, i in tete[:fin]]
    if len(premiers) < fin and len(garde) < bits.bit_count():
        notes_vues = {i for _note, i in garde}
        reste = par_ordre(corpus, bits, "poids", fin + len(notes_vues))
        premiers += [(i, 0.0) for i, _note in reste if i not in notes_vues]
    return premiers[:fin]


def par_ordre(corpus, bits, nom, fin):
    """The first ``fin`` ids of the mask in a kept order (« nom », « recent », « poids »)."""
    nombre = bits.bit_count()
    cle = corpus.cle_d_ordre(nom)
    if nombre * 8 < len(corpus.fiches):
        return [(i, 0.0) for i in nsmallest(fin, ids_du(bits), key=cle)]
    ordre = corpus.ordre(nom)
    trouves, rang, pas = [], 0, max(4 * fin, 200)
    while len(trouves) < fin and rang < len(ordre):
        trouves += membres(bits, ordre[rang : rang + pas])
        rang += pas
        pas *= 4
    return [(i, 0.0) for i in trouves[:fin]]


def par_distance(corpus, bits, centre, fin):
    """The first ``fin`` ids by distance, then title; those without a position come last.

    Searches widening circles, so that 100,000 distances are not computed for a page of 20.
    """
    grille, fiches = corpus.grille, corpus.fiches
    rayon, trouves = 5.0, []
    while True:
        trouves = membres(bits, grille.autour(centre, rayon))
        if len(trouves) >= fin or rayon > TOUR_KM:
            break
        rayon *= 2
    mesures = sorted((grille.distance(i, centre), fiches[i].tri, i) for i in trouves)
    premiers = [(i, 0.0) for _distance, _titre, i in mesures[:fin]]
    if len(premiers) < fin:
        situes = set(trouves)
        autres = [i for i in ids_du(bits) if i not in situes]
        cle = corpus.cle_d_ordre("nom")
        premiers += [(i, 0.0) for i in nsmallest(fin - len(premiers), autres, key=cle)]
    return premiers


def notes_finales(lignes, corpus, noms=0, exacts=None, connus=0):
    """``[(score, id)]`` from bm25 rows and the masks that raise or lower them."""
    fiches = corpus.fiches
    dans_noms, dans_exacts, dans_connus = octets(noms), octets(exacts or 0), octets(connus)
    notes = []
    for i, bm25 in lignes:
        fiche = fiches.get(i)
        if fiche is None:
            continue
        note = -bm25
        if _contient(dans_noms, i):
            note += BONUS_NOM
        if exacts is not None and not _contient(dans_exacts, i):
            note *= PART_ELARGIE
        note *= fiche.poids
        notes.append((note + BONUS_CONNU if _contient(dans_connus, i) else note, i))
    deja = {i for i, _bm25 in lignes} if connus else ()
    notes += [(BONUS_CONNU, i) for i in ids_du(connus) if i not in deja]
    return notes


def _contient(presents, i):
    return i >> 3 < len(presents) and presents[i >> 3] >> (i & 7) & 1
