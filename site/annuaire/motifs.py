"""The weave that an actor without a photo wears: a picture that spells its reference.

The rule (docs/annuaire.md): the ref is 8 signs of Crockford's base 32, five bits each. Sign *i*
is warp thread *i* of 8, bit *j* says what it does at weft *j* of 5. Zero everywhere is plain
weave, and each bit turns one crossing over; so two references never share a picture. The square
is mirrored both ways, then repeated three by three.
"""

from functools import lru_cache

from annuaire.refs import LONGUEUR, SIGNES
from socle.palette import COULEUR_PAR_DEFAUT, TEINTES

LIN, SAFRAN = "#FBF7F0", "#F4B63F"
TRAMES = 5
PAS = 10  # one crossing, in units of the view box
JEU = 1.5  # what shows of the ground on each side of a thread
OMBRE = 0.42  # the ground is the first dye, this dark
LARGEUR, HAUTEUR = 480, 300

_MIROIRS = "".join(
    f'<use href="#q" transform="matrix({matrice})"/>'
    for matrice in ("-1 0 0 1 160 0", "1 0 0 -1 0 100", "-1 0 0 -1 160 100")
)
_REPETITIONS = "".join(
    f'<use href="#r" x="{x}" y="{y}"/>' for y in (0, 100, 200) for x in (0, 160, 320) if x or y
)


@lru_cache(maxsize=512)
def dessiner(ref, couleur=COULEUR_PAR_DEFAUT, seconde=""):
    """Return the weave of *ref* as an SVG document of about 1.5 kB.

    *couleur*, *seconde*: keys of socle.palette.COULEURS; an unknown one counts as the default dye
    and as safran. Raises ValueError when *ref* is not a reference.
    """
    if len(ref) != LONGUEUR or set(ref) - set(SIGNES):
        raise ValueError(f"not a reference: {ref!r}")
    chaine, lin, fil = _fils([SIGNES.index(signe) for signe in ref])
    teinte = TEINTES.get(couleur, TEINTES[COULEUR_PAR_DEFAUT])
    quart = (
        f'<g id="q"><path fill="{teinte}" d="{chaine}"/><path fill="{LIN}" d="{lin}"/>'
        f'<path fill="{TEINTES.get(seconde, SAFRAN)}" d="{fil}"/></g>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LARGEUR} {HAUTEUR}" '
        f'width="{LARGEUR}" height="{HAUTEUR}" preserveAspectRatio="xMidYMid slice">'
        f'<rect width="{LARGEUR}" height="{HAUTEUR}" fill="{_assombrir(teinte)}"/>'
        f'<g id="r">{quart}{_MIROIRS}</g>{_REPETITIONS}</svg>'
    )


def _fils(valeurs):
    """Paths of the warp, of the linen wefts and of the one dyed weft."""
    teint = sum(valeurs) % TRAMES
    chaine, lin, fil = [], [], []
    large = PAS - 2 * JEU
    for i, valeur in enumerate(valeurs):
        for j in range(TRAMES):
            if (valeur >> j & 1) ^ (i + j & 1):
                chaine.append(f"M{i * PAS + JEU:g} {j * PAS}h{large:g}v{PAS}h-{large:g}z")
            else:
                croise = f"M{i * PAS} {j * PAS + JEU:g}h{PAS}v{large:g}h-{PAS}z"
                (fil if j == teint else lin).append(croise)
    return "".join(chaine), "".join(lin), "".join(fil)


def _assombrir(teinte):
    return "#" + "".join(f"{int(int(teinte[k : k + 2], 16) * OMBRE):02X}" for k in (1, 3, 5))
