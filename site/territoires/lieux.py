"""What people mean by « Où ? »: from a text to one place, several to choose among, or nothing.

The rules for homonyms, former communes and postcodes are in docs/territoires.md.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz import fuzz, process

from territoires import orthographe
from territoires.index import Fiche, Index, index

__all__ = [
    "Lieu",
    "Resolution",
    "cles_d_appartenance",
    "lieu_de",
    "lieu_de_la_commune",
    "resoudre",
]

# Among places of one name, one this many times larger than the next is taken, the rest is offered.
DOMINANCE = 20
# Likeness (0 to 100) from which a place is offered for a name that nothing bears.
RESSEMBLANCE = 80
CANDIDATS_MAX = 12


@dataclass(frozen=True, slots=True)
class Lieu:
    """A place someone may search around.

    `genre` is commune, code_postal, epci, departement or region; `code` its public code (for a
    former commune: the present one's). `centre` is (latitude, longitude) in degrees or None.
    `cles_territoire` are the facet keys it stands for. `valeur` is stable, fit for a URL, and
    `resoudre` takes it back.
    """

    genre: str
    code: str
    libelle: str
    nom: str
    detail: str
    valeur: str
    centre: tuple[float, float] | None
    cles_territoire: tuple[str, ...]
    population: int = 0

    def __str__(self):
        return self.libelle


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer: `lieu`, or else `candidats` to choose among, or neither.

    `autres` are namesakes of a `lieu` taken because it is by far the best known.
    `approche` is true when the candidates only look like what was typed.
    """

    texte: str
    lieu: Lieu | None = None
    candidats: tuple[Lieu, ...] = ()
    autres: tuple[Lieu, ...] = ()
    approche: bool = False

    @property
    def est_ambigue(self):
        return bool(self.candidats) and not self.approche

    @property
    def est_vide(self):
        """True when nothing bears the name (candidates may still look like it)."""
        return self.lieu is None and not self.est_ambigue


def resoudre(texte: str) -> Resolution:
    """Say which place *texte* names. Any text is accepted; none raises."""
    texte = (texte or "").strip()[: orthographe.LONGUEUR_MAX]
    tout = index()
    if lieu := _par_valeur(tout, texte):
        return Resolution(texte, lieu)
    saisie = orthographe.decouper(texte)
    if saisie.code_postal:
        return _par_code_postal(tout, texte, saisie)
    if lieu := _par_code(tout, orthographe.plier(texte).replace(" ", "").upper()):
        return Resolution(texte, lieu)
    rangs = _chercher(tout, orthographe.plier(texte)) or _par_nom_precise(tout, saisie)
    return _trancher(tout, texte, rangs) if rangs else _proposer(tout, texte, saisie)


def lieu_de(valeur: str) -> Lieu | None:
    """Return the place of a `Lieu.valeur` (« commune:44213 »), None if there is none."""
    return _par_valeur(index(), valeur)


def lieu_de_la_commune(code_insee: str) -> Lieu | None:
    """Return the place of a commune by its present or former INSEE code."""
    tout = index()
    fiche = tout.commune(code_insee)
    return vers_lieu(tout, fiche) if fiche else None


def cles_d_appartenance(code_insee: str) -> tuple[str, ...]:
    """Return the facet keys of what stands in a commune: « c:44109 », « e:… », « d:44 », « r:52 ».

    Empty for an unknown code.
    """
    tout = index()
    fiche = tout.commune(code_insee)
    if fiche is None:
        return ()
    cles = [f"c:{fiche.code}", f"d:{fiche.departement}", f"r:{tout.region_du(fiche.departement)}"]
    return (*cles, f"e:{fiche.epci}") if fiche.epci else tuple(cles)


# ------------------------------------------------------------------ from the index to places
def vers_lieu(tout: Index, fiche: Fiche) -> Lieu:
    """Return the `Lieu` of a `Fiche`; a former commune is its present one, and says so."""
    if fiche.genre == "ancienne":
        actuelle = tout.fiche("commune", fiche.parent)
        return replace(
            vers_lieu(tout, actuelle),
            libelle=f"{fiche.nom} ({actuelle.nom})",
            valeur=f"ancienne:{fiche.code}",
        )
    centre = None if fiche.latitude is None else (fiche.latitude, fiche.longitude)
    return Lieu(
        fiche.genre,
        fiche.code,
        fiche.nom,
        fiche.nom,
        _detail(tout, fiche),
        f"{fiche.genre}:{fiche.code}",
        centre,
        _cles(tout, fiche),
        fiche.population,
    )


def lieu_du_code_postal(tout: Index, code: str) -> Lieu:
    """Return the `Lieu` of a known postcode: its communes together."""
    fiches = [tout.fiches[rang] for rang in tout.codes_postaux[code]]
    situees = [f for f in fiches if f.latitude is not None]
    centre = (situees[0].latitude, situees[0].longitude) if situees else None
    noms = ", ".join([f.nom for f in fiches[:2]])
    reste = len(fiches) - 2
    detail = (
        noms if reste < 1 else ngettext("%s et %d autre", "%s et %d autres", reste) % (noms, reste)
    )
    return Lieu(
        "code_postal",
        code,
        code,
        code,
        detail,
        f"code_postal:{code}",
        centre,
        tuple([cle for fiche in fiches for cle in _cles(tout, fiche)]),
        sum([f.population for f in fiches]),
    )


def _cles(tout, fiche):
    if fiche.genre == "commune":
        return tuple(
            [f"c:{code}" for code in (fiche.code, *tout.arrondissements.get(fiche.code, ()))]
        )
    return (f"{fiche.genre[0]}:{fiche.code}",)


def _detail(tout, fiche):
    """What tells it from its namesakes: « Loire-Atlantique (44) », « Département », « Région »."""
    if fiche.genre == "region":
        return _("Région")
    if fiche.genre == "departement":
        return _("Département (%s)") % fiche.code
    departement = tout.fiche("departement", fiche.departement)
    ou = f"{departement.nom} ({departement.code})" if departement else ""
    return _("Intercommunalité, %s") % ou if fiche.genre == "epci" else ou


# ------------------------------------------------------------------ by code
def _par_valeur(tout, texte):
    genre, deux_points, code = texte.partition(":")
    if not deux_points:
        return None
    if genre == "code_postal" and code in tout.codes_postaux:
        return lieu_du_code_postal(tout, code)
    if genre == "commune" and (fiche := tout.commune(code)):
        return vers_lieu(tout, fiche)
    fiche = tout.fiche(genre, code) if genre in tout.par_genre else None
    return vers_lieu(tout, fiche) if fiche else None


def _par_code(tout, code):
    """Département number (44, 2A, 974, « 1 »), INSEE code with a letter, SIREN of an EPCI."""
    if not any(c.isdigit() for c in code):
        return None
    fiche = (
        tout.fiche("departement", code.zfill(2))
        or tout.fiche("epci", code)
        or (tout.commune(code) if len(code) == 5 else None)
    )
    return vers_lieu(tout, fiche) if fiche else None


def _par_code_postal(tout, texte, saisie):
    """A postcode is itself; with a name, the pair decides; else it may be an INSEE code."""
    from territoires.adresses import localiser  # adresses reads this module's neighbours first

    code = saisie.code_postal
    if saisie.nom:
        trouve = localiser(tout, code, saisie.nom, saisie.precisions)
        if trouve.code_insee and trouve.precision != "code_postal":
            genre = "ancienne" if trouve.code_ancienne else "commune"
            return Resolution(
                texte,
                vers_lieu(tout, tout.fiche(genre, trouve.code_ancienne or trouve.code_insee)),
            )
    if code in tout.codes_postaux:
        return Resolution(texte, lieu_du_code_postal(tout, code))
    if not saisie.nom and (fiche := tout.commune(code)):
        return Resolution(texte, vers_lieu(tout, fiche))
    departement = tout.fiche("departement", departement_du_code_postal(code))
    candidats = (vers_lieu(tout, departement),) if departement else ()
    return Resolution(texte, candidats=candidats, approche=bool(candidats))


def departement_du_code_postal(code: str) -> str:
    """Return the département's number that a postcode's digits announce (« 20 » is 2A or 2B).

    Source: La Poste; 200 and 201 are Corse-du-Sud, 202 and 206 Haute-Corse.
    """
    if code.startswith("20"):
        return "2A" if code[:3] in ("200", "201") else "2B"
    return code[:3] if code[:2] in ("97", "98") else code[:2]


# ------------------------------------------------------------------ by name
def _chercher(tout, cle):
    """Ranks of the places of that name, trying less and less literal forms."""
    if not cle:
        return ()
    if rangs := tout.noms.get(cle) or tout.noms.get(orthographe.arrondissement(cle)):
        return rangs
    genre, reste = orthographe.genre_annonce(cle)
    if genre and (rangs := _du_genre(tout, genre, reste)):
        return rangs
    net = orthographe.sans_bruit(cle)
    if net != cle:
        return _chercher(tout, net)
    serre = orthographe.serrer(cle)
    return tout.serres.get(serre, ()) if len(serre) > 2 else ()


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
    epci = [tout.fiches[rang].epci for rang in rangs]
    return [tout.par_genre["epci"][code] for code in epci if code]


def _par_nom_precise(tout, saisie):
    """« Nantes (44) », « Saint-Denis, La Réunion », « Saint-Denis 93 », « 93 Saint-Denis »."""
    nom, precisions = saisie.nom, list(saisie.precisions)
    rangs = _chercher(tout, nom)
    if not rangs:
        debut, _, fin = nom.partition(" ")
        milieu, _, bout = nom.rpartition(" ")
        for reste, bord in ((milieu, bout), (fin, debut)):
            if tout.fiche("departement", bord.upper()) and (rangs := _chercher(tout, reste)):
                precisions.insert(0, bord)
                break
    for precision in precisions:
        gardes = dans(tout, rangs, precision)
        rangs = gardes or rangs or _chercher(tout, precision)
    return rangs


def dans(tout: Index, rangs, precision: str):
    """Keep the *rangs* that stand in a place named or numbered *precision* (folded text)."""
    zones = {("departement", precision.upper().zfill(2))}
    zones |= {(tout.fiches[r].genre, tout.fiches[r].code) for r in _chercher(tout, precision)}
    return tuple([r for r in rangs if zones & set(_contenants(tout, tout.fiches[r]))])


def _contenants(tout, fiche):
    yield ("departement", fiche.departement)
    yield ("region", tout.region_du(fiche.departement))
    yield ("epci", fiche.epci)
    yield ("commune", fiche.parent)


def _trancher(tout, texte, rangs):
    """Choose among namesakes, or leave the choice."""
    fiches = [tout.fiches[r] for r in sorted(set(rangs))]
    premiers = [f for f in fiches if f.genre != "ancienne"] or fiches
    premiers = _sans_contenants(tout, premiers)
    premiers.sort(key=lambda f: -f.population)
    autres = [f for f in fiches if f not in premiers]
    lieux = [vers_lieu(tout, f) for f in (*premiers, *autres)][:CANDIDATS_MAX]
    populations = [f.population for f in premiers]
    seul = len(premiers) == 1 or populations[0] >= DOMINANCE * max(populations[1], 1)
    if seul:
        return Resolution(texte, lieux[0], autres=tuple(lieux[1:]))
    return Resolution(texte, candidats=tuple(lieux))


def _sans_contenants(tout, fiches):
    """Leave out what holds a namesake: Paris is the commune before the département."""
    tenus = {zone for f in fiches if f.genre == "commune" for zone in _contenants(tout, f)}
    tenus |= {("region", f.parent) for f in fiches if f.genre == "departement"}
    return [f for f in fiches if (f.genre, f.code) not in tenus] or fiches


def _proposer(tout, texte, saisie):
    """Offer places whose names look like what was typed; never choose one."""
    cle = orthographe.sans_bruit(saisie.nom)
    if len(cle) < 3:
        return Resolution(texte)
    proches = process.extract(
        cle, tout.cles, scorer=fuzz.ratio, score_cutoff=RESSEMBLANCE, limit=CANDIDATS_MAX
    )
    rangs = {}
    for nom, score, _place in proches:
        for rang in tout.noms[nom]:
            rangs.setdefault(rang, score)
    ordre = sorted(rangs, key=lambda rang: (-rangs[rang], rang))
    lieux = [vers_lieu(tout, tout.fiches[rang]) for rang in ordre[:5]]
    return Resolution(texte, candidats=tuple(lieux), approche=bool(lieux))
