"""Names in the index: which places bear one, which of them stand in a zone. Ranks in and out."""

from territoires import orthographe
from territoires.index import Index

# Among places of one name, one this many times larger than the next is taken, the rest is offered.
DOMINANCE = 20


def domine(populations) -> bool:
    """True when the first of the *populations*, in falling order, outweighs the next by far."""
    return len(populations) == 1 or populations[0] >= DOMINANCE * max(populations[1], 1)


def chercher(tout: Index, cle: str):
    """Ranks of the places of that name, trying less and less literal forms."""
    if not cle:
        return ()
    if rangs := tout.noms.get(cle) or tout.noms.get(orthographe.arrondissement(cle)):
        if all(tout.fiches[rang].genre == "epci" for rang in rangs):
            # « Roche sur Yon » is the town before its agglomeration.
            rangs = tuple({*rangs, *tout.serre(cle)})
        return rangs
    genre, reste = orthographe.genre_annonce(cle)
    if genre and (rangs := _du_genre(tout, genre, reste)):
        return rangs
    net = orthographe.sans_bruit(cle)
    if net != cle:
        return chercher(tout, net)
    return tout.serre(cle)


def _du_genre(tout, genre, nom):
    """Ranks of the places of a kind that was named; an EPCI may be named by its first words."""
    rangs = [*tout.noms.get(nom, ())]
    if genre == "departement" and (code := tout.par_genre[genre].get(nom.upper())) is not None:
        rangs.append(code)
    if genre == "epci" and not any(tout.fiches[r].genre == genre for r in rangs):
        # « agglo de Saint-Nazaire » is the EPCI of Saint-Nazaire, whatever its own name.
        rangs = tout.epci_commencant(nom) or _epci_des(tout, rangs)
    return tuple([r for r in rangs if tout.fiches[r].genre == genre])


def _epci_des(tout, rangs):
    """The EPCI of the communes of *rangs*; of the first alone if it is by far the largest."""
    communes = [tout.fiches[rang] for rang in sorted(rangs) if tout.fiches[rang].epci]
    if communes and domine([f.population for f in communes]):
        communes = communes[:1]
    return [tout.par_genre["epci"][f.epci] for f in communes]


def dans(tout: Index, rangs, precision: str):
    """Keep the *rangs* that stand in a place named or numbered *precision* (folded text)."""
    zones = {("departement", precision.upper().zfill(2))}
    zones |= {(tout.fiches[r].genre, tout.fiches[r].code) for r in chercher(tout, precision)}
    return tuple([r for r in rangs if zones & set(contenants(tout, tout.fiches[r]))])


def contenants(tout, fiche):
    yield ("departement", fiche.departement)
    yield ("region", tout.region_du(fiche.departement))
    yield ("epci", fiche.epci)
    yield ("commune", fiche.parent)


def departement_du_code_postal(code: str) -> str:
    """Return the département's number that a postcode's digits announce (« 20 » is 2A or 2B).

    Source: La Poste; 200 and 201 are Corse-du-Sud, 202 and 206 Haute-Corse.
    """
    if code.startswith("20"):
        return "2A" if code[:3] in ("200", "201") else "2B"
    return code[:3] if code[:2] in ("97", "98") else code[:2]


def nom_et_zone(tout: Index, cle: str):
    """Ranks of the places called by the first words of *cle* that stand in the zone its last words
    name: « saint denis de la reunion », « saint pierre martinique »; none when nothing does."""
    mots = cle.split()
    for place in range(len(mots) - 1, 0, -1):
        zone = orthographe.sans_liaison(" ".join(mots[place:]))
        fiches = (tout.fiches[rang] for rang in tout.noms.get(zone, ()))
        if not any(fiche.genre in ("departement", "region") for fiche in fiches):
            continue
        rangs = tout.noms.get(" ".join(mots[:place]), ())
        if gardes := dans(tout, rangs, zone):
            return gardes
    return ()
