"""In which order results come: every order is total, so pages neither repeat nor skip."""

import re
from heapq import nlargest, nsmallest
from itertools import islice

from .masques import drapeaux, ids_du, masque
from .positions import TOUR_KM

# Added to a score, in units of bm25 with the weights of plein_texte.POIDS: one name match of
# a rare word is worth about 20.
BONUS_CONNU = 1_000.0
BONUS_NOM = 10.0
# The very words typed are in the name: a stem may be another word's (« dons », « Don Bosco »).
BONUS_FORME = 8.0
# What the words mean is what the document is about: more than a mention in its description.
NOTE_SENS = 3.0
# What is found only through a synonym counts half; through a beginning or a correction, a little
# less: another word is further than another name of the same thing.
PARTS = (1.0, 0.5, 0.4)

# So few that measuring each distance costs less than widening circles.
PEU = 400
# Beyond, what is met by its meaning alone keeps the order of its weight.
SENS_MAX = 5_000


def par_note(corpus, bits, appariement, fin):
    """The first ``fin`` ids of the mask, by descending score, then title, then id.

    Ids that have no bm25 come last, in the order of their weight: see ``MoteurSql`` for the
    questions that match too much to be scored.
    """
    notes = _notes(corpus, bits, appariement)
    if len(notes) > fin:
        seuil = nlargest(fin, [note for note, _i in notes])[-1]
        tete = [paire for paire in notes if paire[0] >= seuil]
    else:
        tete = notes
    fiches = corpus.fiches
    tete.sort(key=lambda paire: (-paire[0], fiches[paire[1]].tri, paire[1]))
    premiers = [(i, note) for note, i in tete[:fin]]
    if len(premiers) < fin and len(notes) < bits.bit_count():
        reste = bits & ~masque([i for _note, i in notes])
        premiers += par_ordre(corpus, reste, "poids", fin - len(premiers))
    return premiers


def _notes(corpus, bits, appariement):
    """``[(score, id)]`` of the mask's ids that have bm25 or are known by their exact name."""
    lignes, poids = appariement.lignes, corpus.poids
    taille = max((i for i, _bm25 in lignes), default=0) + 1
    presents = drapeaux(bits, taille)
    noms, bonus = _lectures_des_noms(appariement.noms, taille)
    notes = [((bonus[noms[i]] - bm25) * poids[i], i) for i, bm25 in lignes if presents[i]]
    if appariement.entiers is not None:
        notes = _avec_le_sens(corpus, bits, appariement, notes)
    if motifs := _motifs(appariement.question.formes):
        fiches = corpus.fiches
        part = BONUS_FORME / len(motifs)
        notes = [
            (note + part * poids[i] * sum(1 for motif in motifs if motif(fiches[i].tri)), i)
            if i < taille and noms[i] & 1
            else (note, i)
            for note, i in notes
        ]
    connus = set(ids_du(appariement.connus & bits))
    if connus:
        vus = {i for _note, i in notes}
        notes = [(note + BONUS_CONNU, i) if i in connus else (note, i) for note, i in notes]
        notes += [(BONUS_CONNU, i) for i in connus - vus]
    return notes


def _lectures_des_noms(lectures, taille):
    """(one byte an id, its bit k set where the k-th reading has all its words in the name; what
    each value of that byte adds)."""
    total = 0
    for rang, (trouves, _part) in enumerate(lectures):
        total |= int.from_bytes(drapeaux(trouves, taille), "little") << rang
    bonus = [
        BONUS_NOM * sum(part for k, (_t, part) in enumerate(lectures) if valeur >> k & 1)
        for valeur in range(1 << len(lectures))
    ]
    return total.to_bytes(max(taille, (total.bit_length() + 7) // 8), "little"), bonus


def _avec_le_sens(corpus, bits, appariement, notes):
    """Scores with what each word that is met by its meaning adds, ids that only mean it too;
    unless they are too many: they then keep the order of their weight. What has all the words
    has as much: in a small directory, where every word is common, bm25 alone would not tell it
    from the rest."""
    paires = None
    for groupe in appariement.question.groupes:
        if not groupe.notions:
            continue
        trouves = appariement.entiers
        for notion in groupe.notions:
            trouves |= appariement.sens.get(notion, 0)
        trouves &= bits
        if trouves.bit_count() > SENS_MAX:
            continue
        if paires is None:
            paires = {i: note for note, i in notes}
        for i in ids_du(trouves):
            paires[i] = paires.get(i, 0.0) + NOTE_SENS * corpus.poids[i]
    return notes if paires is None else [(note, i) for i, note in paires.items()]


def _motifs(formes):
    """What looks for each word in a folded title, whatever its plural from 6 letters."""
    motifs = []
    for forme in formes:
        seul = forme[:-1] + "[sx]?" if len(forme) > 5 and forme[-1] in "sx" else forme
        pluriel = "[sx]?" if len(forme) > 4 and seul == forme else ""
        motifs.append(re.compile(rf"(?<!\S){seul}{pluriel}(?!\S)").search)
    return motifs


def par_ordre(corpus, bits, nom, fin):
    """The first ``fin`` ids of the mask in a kept order (« nom », « recent », « poids »)."""
    nombre = bits.bit_count()
    cle = corpus.cle_d_ordre(nom)
    if nombre * 8 < len(corpus.fiches):
        return [(i, 0.0) for i in nsmallest(fin, ids_du(bits), key=cle)]
    presents = drapeaux(bits, len(corpus.poids))
    trouves = islice((i for i in corpus.ordre(nom) if presents[i]), fin)
    return [(i, 0.0) for i in trouves]


def par_distance(corpus, bits, centre, fin):
    """The first ``fin`` ids by distance, then title; those without a position come last.

    Searches widening circles, so that 100,000 distances are not computed for a page of 20.
    """
    grille, fiches = corpus.grille, corpus.fiches
    if bits.bit_count() <= PEU:
        ids = ids_du(bits)
        mesures = sorted(
            (TOUR_KM if (km := grille.distance(i, centre)) is None else km, fiches[i].tri, i)
            for i in ids
        )
        return [(i, 0.0) for _km, _titre, i in mesures[:fin]]
    presents = drapeaux(bits, len(corpus.poids))
    rayon = 5.0
    while True:
        trouves = [i for i in grille.autour(centre, rayon) if presents[i]]
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
