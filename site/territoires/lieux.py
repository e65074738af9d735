"""What people mean by « Où ? »: from a text to one place, several to choose among, or nothing.

The rules for homonyms, former communes and postcodes are in docs/territoires.md.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz import fuzz, process

from territoires import noms, orthographe
from territoires.adresses import Adresse, localiser, resoudre_adresse
from territoires.index import Fiche, Index, index
from territoires.noms import chercher, contenants, dans
from territoires.proximite import commune_la_plus_proche

__all__ = [
    "Adresse",
    "Lieu",
    "Resolution",
    "cles_d_appartenance",
    "cles_de_la_commune",
    "cles_qui_couvrent",
    "commune_la_plus_proche",
    "lieu_de",
    "lieu_de_la_commune",
    "resoudre",
    "resoudre_adresse",
]

# Likeness (0 to 100) from which a place is offered for a name that nothing bears.
RESSEMBLANCE = 80
CANDIDATS_MAX = 12
POPULATION_D_UNE_ANCIENNE = 500  # that of former communes is not in the referential
POSITION = "position"
# Degrees are rounded to two decimals: about a kilometre, so that no address says a home.
DECIMALES = 2
# The key of an area of intervention that is the whole country.
PAYS = "fr"


@dataclass(frozen=True, slots=True)
class Lieu:
    """A place someone may search around.

    `genre` is commune, code_postal, epci, departement, region, or position (where somebody
    stands, to the kilometre); `code` its public code (for a former commune: the present one's; for
    a position: the nearest commune's, « » when none is near). `centre` is (latitude, longitude) in
    degrees or None. `cles_territoire` are the facet keys it stands for. `valeur` is stable, fit
    for a URL, and `resoudre` takes it back.
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
    rangs = chercher(tout, orthographe.plier(texte)) or _par_nom_precise(tout, saisie)
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


def cles_de_la_commune(commune):
    """Territory keys of a Commune whose département was read: itself, its EPCI, its département,
    its région. `cles_d_appartenance` says the same of a code."""
    cles = [f"c:{commune.pk}", f"d:{commune.departement_id}", f"r:{commune.departement.region_id}"]
    if commune.epci_id:
        cles.append(f"e:{commune.epci_id}")
    return cles


def cles_qui_couvrent(lieu: Lieu) -> frozenset[str]:
    """Return the keys of every area that wholly holds a place, the country included.

    A postcode is held by what holds one of its communes; an EPCI over two départements by the
    one that it is listed under.
    """
    tout = index()
    if lieu.genre == "region":
        return frozenset((f"r:{lieu.code}", PAYS))
    if lieu.genre == "departement":
        return frozenset((f"d:{lieu.code}", f"r:{tout.region_du(lieu.code)}", PAYS))
    if lieu.genre == "epci":
        departement = tout.fiche("epci", lieu.code).departement
        haut = (f"d:{departement}", f"r:{tout.region_du(departement)}") if departement else ()
        return frozenset((f"e:{lieu.code}", *haut, PAYS))
    cles = {PAYS, *lieu.cles_territoire}
    for cle in lieu.cles_territoire:
        cles.update(cles_d_appartenance(cle.removeprefix("c:")))
        fiche = tout.commune(cle.removeprefix("c:"))
        if fiche and fiche.parent:
            cles.add(f"c:{fiche.parent}")
    return frozenset(cles)


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
    detail = ", ".join([f.nom for f in fiches[:2]])
    if reste := max(len(fiches) - 2, 0):
        detail = ngettext("%(noms)s et %(n)d autre", "%(noms)s et %(n)d autres", reste) % {
            "noms": detail,
            "n": reste,
        }
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
    if genre == POSITION:
        return _position(code)
    if genre == "code_postal" and code in tout.codes_postaux:
        return lieu_du_code_postal(tout, code)
    if genre == "commune" and (fiche := tout.commune(code)):
        return vers_lieu(tout, fiche)
    fiche = tout.fiche(genre, code) if genre in tout.par_genre else None
    return vers_lieu(tout, fiche) if fiche else None


def _position(texte):
    """« 47.22,-1.55 » as a place; None when it is no position on the globe."""
    morceaux = texte.split(",")
    try:
        centre = tuple(round(float(degres), DECIMALES) for degres in morceaux)
    except ValueError:
        return None
    if len(centre) != 2 or not (abs(centre[0]) <= 90 and abs(centre[1]) <= 180):
        return None
    trouvee = commune_la_plus_proche(*centre)
    fiche = trouvee[0] if trouvee else None
    return Lieu(
        POSITION,
        fiche.code if fiche else "",
        _("Autour de moi"),
        _("Autour de moi"),
        _("près de %(commune)s") % {"commune": fiche.nom} if fiche else "",
        f"{POSITION}:{centre[0]:.{DECIMALES}f},{centre[1]:.{DECIMALES}f}",
        centre,
        (f"c:{fiche.code}",) if fiche else (),
    )


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
    code = saisie.code_postal
    if saisie.nom:
        trouve = localiser(tout, code, saisie)
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
    departement = tout.fiche("departement", noms.departement_du_code_postal(code))
    candidats = (vers_lieu(tout, departement),) if departement else ()
    return Resolution(texte, candidats=candidats, approche=bool(candidats))


# ------------------------------------------------------------------ by name
def _par_nom_precise(tout, saisie):
    """« Nantes (44) », « Saint-Denis, La Réunion », « Saint-Denis 93 », « 93 Saint-Denis »."""
    nom, precisions = saisie.nom, list(saisie.precisions)
    rangs = chercher(tout, nom)
    if not rangs:
        debut, _, fin = nom.partition(" ")
        milieu, _, bout = nom.rpartition(" ")
        for reste, bord in ((milieu, bout), (fin, debut)):
            if tout.fiche("departement", bord.upper()) and (rangs := chercher(tout, reste)):
                precisions.insert(0, bord)
                break
    rangs = rangs or noms.nom_et_zone(tout, nom)
    for precision in precisions:
        gardes = dans(tout, rangs, precision)
        rangs = gardes or rangs or chercher(tout, precision)
    return rangs


def _trancher(tout, texte, rangs):
    """Choose among namesakes, or leave the choice."""
    fiches = [tout.fiches[r] for r in sorted(set(rangs))]
    premiers = [f for f in fiches if f.genre != "ancienne"] or fiches
    premiers = _sanscontenants(tout, premiers)
    premiers.sort(key=lambda f: -f.population)
    autres = [f for f in fiches if f not in premiers]
    lieux = [vers_lieu(tout, f) for f in (*premiers, *autres)][:CANDIDATS_MAX]
    if plus_grande := _plus_connue(tout, texte, premiers[0]):
        return Resolution(texte, candidats=(vers_lieu(tout, plus_grande), *lieux)[:CANDIDATS_MAX])
    if noms.domine([f.population for f in premiers]):
        return Resolution(texte, lieux[0], autres=tuple(lieux[1:]))
    return Resolution(texte, candidats=tuple(lieux))


def _plus_connue(tout, texte, fiche):
    """The town that a village's name begins and that is far more populated: « Évry » is
    Évry-Courcouronnes for nearly everybody. None when more than the name was written."""
    cle = orthographe.plier(texte)
    if fiche.genre not in ("commune", "ancienne") or cle != orthographe.plier(fiche.nom):
        return None
    habitants = fiche.population or POPULATION_D_UNE_ANCIENNE
    for rang in tout.commencant(f"{cle} ", 1):
        autre = tout.fiches[rang]
        if autre.genre == "commune" and noms.domine([autre.population, habitants]):
            return autre
    return None


def _sanscontenants(tout, fiches):
    """Leave out what holds a namesake: Paris is the commune before the département."""
    tenus = {zone for f in fiches if f.genre == "commune" for zone in contenants(tout, f)}
    tenus |= {("region", f.parent) for f in fiches if f.genre == "departement"}
    return [f for f in fiches if (f.genre, f.code) not in tenus] or fiches


def _proposer(tout, texte, saisie):
    """Offer places whose names begin or look like what was typed; never choose one."""
    cle = orthographe.sans_bruit(saisie.nom)
    if len(cle) < 3:
        return Resolution(texte)
    # « Ancenis » for Ancenis-Saint-Géréon: whole words first, then look-alikes.
    rangs = dict.fromkeys(tout.commencant(f"{cle} ", 3))
    rangs |= dict.fromkeys(_ressemblants(tout, cle))
    lieux = [vers_lieu(tout, tout.fiches[rang]) for rang in list(rangs)[:5]]
    return Resolution(texte, candidats=tuple(lieux), approche=bool(lieux))


def _ressemblants(tout, cle):
    """Ranks of the names most like *cle*, the likeliest first, then the most populated."""
    proches = process.extract(
        cle, tout.cles, scorer=fuzz.ratio, score_cutoff=RESSEMBLANCE, limit=CANDIDATS_MAX
    )
    notes = [(-note, rang) for nom, note, _place in proches for rang in tout.noms[nom]]
    return [rang for _note, rang in sorted(notes)]
