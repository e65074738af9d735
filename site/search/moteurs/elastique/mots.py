"""What words become in a request: the same tree as the full text of the database.

Whether a document matches is asked of ``tout`` (or ``noms``), how well of the weighted columns.
"""

from .. import expressions as e
from ..classement import BONUS_CONNU, BONUS_FORME, BONUS_NOM, NOTE_SENS, PARTS

# As on SQLite: name, other names, themes, places, description.
POIDS = {"nom": 10, "autres_noms": 8, "themes": 4, "lieux": 2, "description": 1}
DANS_TOUT = tuple(f"{nom}^{poids}" for nom, poids in POIDS.items())
DANS_LES_NOMS = DANS_TOUT[:2]
# What is new is worth a little more, less and less: half of it after six months.
FRAICHEUR = 0.03
MOITIE = 180 * 24 * 3_600 * 1_000_000  # microseconds
# More than what its words may be worth: what has one more word of the question comes before.
UN_MOT = 10_000.0
PLURIELS = ("s", "x")


def filtre(dite, champ="tout"):
    """The clause of an ``Expression``, unscored."""
    if dite.operateur == e.JETON:
        return {"term": {champ: dite.termes[0]}}
    if dite.operateur == e.DEBUT:
        return {"prefix": {champ: dite.termes[0]}}
    if dite.operateur == e.SUITE:
        return {"match_phrase": {champ: " ".join(dite.termes)}}
    if dite.operateur == e.CLE:
        return {"term": {"cles": dite.termes[0]}}
    if dite.operateur == e.NOMS:
        return filtre(dite.termes[0], "noms")
    if dite.operateur == e.OU:
        return ou(_reunir(dite.termes, champ))
    termes = [filtre(terme, champ) for terme in dite.termes]
    if dite.operateur == e.SAUF:
        return {"bool": {"filter": termes[:1], "must_not": termes[1:]}}
    return et(termes)


def _reunir(termes, champ):
    """Clauses of alternatives: plain tokens of one field are looked for together."""
    jetons, autres = {}, []
    for terme in termes:
        if terme.operateur == e.JETON:
            jetons.setdefault(champ, []).append(terme.termes[0])
        elif terme.operateur == e.NOMS and terme.termes[0].operateur == e.JETON:
            jetons.setdefault("noms", []).append(terme.termes[0].termes[0])
        else:
            autres.append(filtre(terme, champ))
    return [{"terms": {nom: valeurs}} for nom, valeurs in jetons.items()] + autres


def et(clauses):
    return clauses[0] if len(clauses) == 1 else {"bool": {"filter": clauses}}


def ou(clauses):
    return clauses[0] if len(clauses) == 1 else {"bool": {"should": clauses}}


RIEN = {"match_none": {}}


def note(dite, colonnes=DANS_TOUT):
    """The clause of an ``Expression``, scored by the columns where its words are."""
    if dite.operateur == e.JETON:
        return _note_des_jetons(dite.termes, colonnes)
    if dite.operateur == e.DEBUT:
        return {"constant_score": {"filter": filtre(dite, _champ(colonnes)), "boost": 1.0}}
    if dite.operateur == e.SUITE:
        suite = filtre(dite, _champ(colonnes))
        return {"bool": {"filter": [suite], "must": [_note_des_jetons(dite.termes, colonnes)]}}
    if dite.operateur == e.NOMS:
        return note(dite.termes[0], DANS_LES_NOMS)
    if dite.operateur == e.SAUF:
        sauf = filtre(dite.termes[1], _champ(colonnes))
        return {"bool": {"must": [note(dite.termes[0], colonnes)], "must_not": [sauf]}}
    if dite.operateur == e.OU:
        jetons = [terme.termes[0] for terme in dite.termes if terme.operateur == e.JETON]
        autres = [note(terme, colonnes) for terme in dite.termes if terme.operateur != e.JETON]
        reunis = [_note_des_jetons(jetons, colonnes, "or")] if jetons else []
        return {"bool": {"should": [*reunis, *autres]}}
    return {"bool": {"must": [note(terme, colonnes) for terme in dite.termes]}}


def _note_des_jetons(jetons, colonnes, operateur="and"):
    """bm25 over columns taken as one, a word in a name being worth ten in a description."""
    return {
        "combined_fields": {
            "query": " ".join(jetons),
            "fields": list(colonnes),
            "operator": operateur,
        }
    }


def _champ(colonnes):
    return "noms" if colonnes is DANS_LES_NOMS else "tout"


# ------------------------------------------------------------------ groups and meanings
def filtre_de_la_question(question):
    """What matches: every group, by its words or by what they mean; or an exact key."""
    clauses = []
    if question.groupes:
        muets = bool(question.notions()) and not all(g.facultatif for g in question.groupes)
        clauses.append(et([filtre_du_groupe(g, muets) for g in question.groupes]))
    if question.cle:
        clauses.append(filtre(question.expression_de_cle()))
    return ou(clauses) if clauses else RIEN


def filtre_du_groupe(groupe, muets=False):
    """What has its words, carries what they mean or has each of them apart; with *muets*, what
    says nothing of it too where the meaning is ``facultative``."""
    clauses = [filtre(groupe.expression()), *_sens(groupe.notions)]
    if groupe.parties and any(partie.notions for partie in groupe.parties):
        clauses.append(et([filtre_du_groupe(partie) for partie in groupe.parties]))
    if muets and groupe.facultatif:
        champs = [f"facettes.{facette}" for facette in sorted(groupe.facettes_facultatives)]
        clauses.append(aucun(champs))
    return ou(clauses)


def aucun(champs):
    """What has none of these fields."""
    return {"bool": {"must_not": [{"exists": {"field": champ}} for champ in champs]}}


def filtre_du_sens(notion):
    return {"term": {f"facettes.{notion.facette}": notion.valeur}}


def _sens(notions):
    return [filtre_du_sens(notion) for notion in notions]


# ------------------------------------------------------------------ relevance
def notes_de_la_question(question, jour):
    """``[clause]`` whose scores add up to that of a document (see ``classement``); *jour*: when it
    is, in microseconds since 1970."""
    clauses = []
    if question.groupes:
        clauses.append(_selon_le_poids(_notes_des_mots(question), jour))
    if question.cle:
        clauses.append(_constante(filtre(question.expression_de_cle()), BONUS_CONNU))
    return clauses


def _notes_des_mots(question):
    lectures = question.expressions_par_rang()
    clauses = [_part(note(dite), PARTS[rang]) for rang, dite in lectures]
    for rang, dite in lectures:
        clauses.append(_constante(filtre(dite, "noms"), BONUS_NOM * PARTS[rang]))
    tous = filtre(lectures[0][1])
    if question.formes:
        part = BONUS_FORME / len(question.formes)
        ecrits = [_constante(_ecrit_dans_le_titre(forme), part) for forme in question.formes]
        noms = filtre(lectures[0][1], "noms")
        clauses.append({"bool": {"filter": [noms], "should": ecrits}})
    for groupe in question.groupes:
        if groupe.notions:
            clauses.append(_constante(ou([tous, *_sens(groupe.notions)]), NOTE_SENS))
    if question.notions() and len(question.groupes) > 1:
        # Some words are met by their meaning: the others still say which answers best.
        clauses.append(note(question.expression_partielle()))
    return clauses


def _ecrit_dans_le_titre(forme):
    """The word as typed in the title, whatever its plural from 6 letters (as in classement)."""
    formes = [forme]
    if len(forme) > 5 and forme[-1] in PLURIELS:
        formes = [forme[:-1], *(forme[:-1] + fin for fin in PLURIELS)]
    elif len(forme) > 4:
        formes += [forme + fin for fin in PLURIELS]
    return {"terms": {"tri.mots": formes}}


def notes_approchees(question, jour):
    """``[clause]``: what has the most of its words first, then as well as their scores say."""
    comptes = [
        _constante(filtre_du_groupe(groupe), UN_MOT * groupe.compte) for groupe in question.groupes
    ]
    mots = [note(groupe.expression()) for groupe in question.groupes]
    return [*comptes, _selon_le_poids(mots, jour)]


def _selon_le_poids(clauses, jour):
    """Times its weight (completeness) and a little for what is new."""
    recent = {"nouveau": {"origin": jour, "scale": MOITIE, "decay": 0.5}}
    return {
        "function_score": {
            "query": {"bool": {"should": clauses}},
            "functions": [
                {"field_value_factor": {"field": "poids"}},
                {"exp": recent, "weight": FRAICHEUR},
            ],
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }


def _constante(clause, note):
    return {"constant_score": {"filter": clause, "boost": note}}


def _part(clause, part):
    return clause if part == 1 else {"bool": {"must": [clause], "boost": part}}
