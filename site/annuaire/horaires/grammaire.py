"""The part of OpenStreetMap's opening_hours notation that is read, and nothing looser.

Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification. What is left out on
purpose (sun events, steps inside a day, « PH +1 day », SH, easter) raises `Refus`: such a text is
shown as written. Times are minutes after midnight of the day that carries the rule; an end after
midnight is above 1440.
"""

import re
from dataclasses import dataclass, field

JOURS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MOIS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGUEURS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MINUIT = 24 * 60
# Past midnight, a span that ends late in the night and lasts longer than this is a slip more often
# than a place (« 14:00-12:00 », « 9:00-5:00 »).
DUREE_MAX_DE_NUIT = 14 * 60
FIN_DE_SOIREE = 3 * 60

_JETON = re.compile(
    r"\s*(?:(?P<commentaire>\"[^\"]*\")|(?P<toujours>24/7)|(?P<heure>\d{1,2}:\d{2})(?!\d)"
    r"|(?P<annee>\d{4})(?!\d)|(?P<nombre>\d{1,2})(?!\d)"
    rf"|(?P<jour>{'|'.join(JOURS)})(?![A-Za-z])|(?P<mois>{'|'.join(MOIS)})(?![A-Za-z])"
    r"|(?P<mot>PH|SH|week|off|closed|open|unknown)(?![A-Za-z])|(?P<signe>\|\||[-,;+\[\]/:]))"
)


class Refus(ValueError):  # noqa: N818 (named in French, as the field is)
    """The text is not in the notation read here; the argument says why, in French."""


@dataclass(frozen=True)
class Regle:
    """One rule. Empty selectors match every day.

    `lien`: « ; » replaces, « , » adds, « || » fills. `dates`: ((year or 0, month, day) first,
    last); `semaines`: (first, last, step), ISO weeks; `jours`: weekdays, Monday is 0; `rangs`:
    (weekday, nth or -nth in the month); `plages`: (start, end, end is open) in minutes.
    """

    lien: str = ";"
    dates: tuple = ()
    semaines: tuple = ()
    jours: frozenset = frozenset()
    rangs: frozenset = frozenset()
    feries: bool = False
    plages: tuple = ()
    etat: str = "open"
    commentaire: str = ""
    toujours: bool = False

    @property
    def tous_les_jours(self):
        """Whether no weekday, no rank and no holiday limits the rule."""
        return not (self.jours or self.rangs or self.feries)

    @property
    def datee(self):
        """Whether months, dates or weeks limit the rule."""
        return bool(self.dates or self.semaines)

    @property
    def ferme(self):
        """Whether the rule closes whole days."""
        return self.etat == "off" and not self.plages


def numeros(semaines):
    """Return the ISO week numbers of (first, last, step) triples: a frozenset of 1 to 53."""
    return frozenset(n for a, b, pas in semaines for n in range(a, b + 1, pas))


@dataclass
class _Lecteur:
    jetons: list
    rang: int = 0
    regles: list = field(default_factory=list)

    def genre(self, avance=0):
        place = self.rang + avance
        return self.jetons[place][0] if place < len(self.jetons) else ""

    def texte(self, avance=0):
        place = self.rang + avance
        return self.jetons[place][1] if place < len(self.jetons) else ""

    def prendre(self):
        self.rang += 1
        return self.jetons[self.rang - 1][1]

    def si(self, signe):
        """Take *signe* if it comes next."""
        if self.texte() == signe and self.genre() == "signe":
            self.rang += 1
            return True
        return False

    def exiger(self, genre):
        if self.genre() != genre:
            raise Refus(_refus(self))
        return self.prendre()


def _refus(lecteur):
    return (
        f"« {lecteur.texte()} » n’est pas compris à cet endroit" if lecteur.texte() else "incomplet"
    )


def analyser(texte):
    """Return the tuple of `Regle` of *texte*; raise `Refus` on anything else."""
    lecteur = _Lecteur(_jetons(texte))
    lien = ";"
    while True:
        lecteur.regles.append(_regle(lecteur, lien))
        if not lecteur.genre():
            break
        lien = lecteur.prendre()
        if lien not in (";", ",", "||"):
            lecteur.rang -= 1
            raise Refus(_refus(lecteur))
    return tuple(lecteur.regles)


def _jetons(texte):
    jetons, place, texte = [], 0, texte.strip()
    while place < len(texte):
        trouve = _JETON.match(texte, place)
        if trouve is None:
            raise Refus(f"« {texte[place : place + 20].strip()} » n’est pas compris")
        jetons.append((trouve.lastgroup, trouve[trouve.lastgroup]))
        place = trouve.end()
    if not jetons:
        raise Refus("vide")
    return jetons


def _regle(lecteur, lien):
    debut = lecteur.rang
    champs = {"lien": lien}
    if lecteur.genre() == "toujours":
        lecteur.prendre()
        champs |= {"toujours": True, "plages": ((0, MINUIT, False),)}
    else:
        champs |= {"dates": _dates(lecteur), "semaines": _semaines(lecteur)}
        lecteur.si(":")
        champs |= _jours(lecteur)
        lecteur.si(":")
        champs["plages"] = _plages(lecteur)
    if lecteur.texte() in ("off", "closed", "open", "unknown"):
        mot = lecteur.prendre()
        champs["etat"] = "off" if mot == "closed" else mot
    if lecteur.genre() == "commentaire":
        champs["commentaire"] = lecteur.prendre().strip('"').strip()
    if lecteur.rang == debut:
        raise Refus(_refus(lecteur))
    return Regle(**champs)


def _dates(lecteur):
    dates = []
    while lecteur.genre() in ("annee", "mois"):
        dates.append(_date(lecteur))
        if lecteur.texte() != "," or lecteur.genre(1) not in ("annee", "mois"):
            break
        lecteur.prendre()
    return tuple(dates)


def _date(lecteur):
    """One date, month, year or range of them: ((year or 0, month, day), (year or 0, …))."""
    annee = int(lecteur.prendre()) if lecteur.genre() == "annee" else 0
    if lecteur.genre() != "mois":
        fin = annee
        if lecteur.texte() == "-" and lecteur.genre(1) == "annee":
            lecteur.prendre()
            fin = int(lecteur.prendre())
        if lecteur.genre() == "mois" or fin < annee:
            raise Refus(_refus(lecteur))
        return (annee, 1, 1), (fin, 12, 31)
    mois = MOIS.index(lecteur.prendre()) + 1
    if lecteur.genre() == "nombre":
        jour = _jour_du_mois(lecteur.prendre(), mois)
        return _fin(lecteur, (annee, mois, jour), (annee, mois, jour), precis=True)
    return _fin(lecteur, (annee, mois, 1), (annee, mois, LONGUEURS[mois - 1]), precis=False)


def _fin(lecteur, premier, dernier, precis):
    """The end of a range that starts with *premier*, when a dash follows."""
    if not lecteur.si("-"):
        return premier, dernier
    annee, mois, _jour = premier
    dite = lecteur.genre() == "annee"
    if dite:
        annee = int(lecteur.prendre())
        if not premier[0]:
            raise Refus("une année manque")
    if lecteur.genre() == "mois":
        mois = MOIS.index(lecteur.prendre()) + 1
        if not precis:
            if lecteur.genre() == "nombre":
                raise Refus(_refus(lecteur))
            dernier = (annee, mois, LONGUEURS[mois - 1])
        else:
            dernier = (annee, mois, _jour_du_mois(lecteur.exiger("nombre"), mois))
    elif precis and not dite:
        dernier = (annee, mois, _jour_du_mois(lecteur.exiger("nombre"), mois))
        if dernier < premier:
            raise Refus("dates à l’envers")
    else:
        raise Refus(_refus(lecteur))
    if annee and dernier < premier:
        if dite:
            raise Refus("dates à l’envers")
        dernier = (annee + 1, *dernier[1:])
    return premier, dernier


def _jour_du_mois(texte, mois):
    jour = int(texte)
    if not 1 <= jour <= LONGUEURS[mois - 1]:
        raise Refus(f"le jour {jour} n’existe pas dans ce mois")
    return jour


def _semaines(lecteur):
    if lecteur.texte() != "week":
        return ()
    lecteur.prendre()
    semaines = []
    while True:
        premiere = int(lecteur.exiger("nombre"))
        derniere = int(lecteur.exiger("nombre")) if lecteur.si("-") else premiere
        pas = int(lecteur.exiger("nombre")) if lecteur.si("/") else 1
        if not (1 <= premiere <= derniere <= 53 and pas):
            raise Refus("numéro de semaine hors de 1 à 53")
        semaines.append((premiere, derniere, pas))
        if lecteur.texte() != "," or lecteur.genre(1) != "nombre":
            return tuple(semaines)
        lecteur.prendre()


def _jours(lecteur):
    jours, rangs, feries = set(), set(), False
    while lecteur.genre() == "jour" or lecteur.texte() in ("PH", "SH"):
        mot = lecteur.prendre()
        if mot == "SH":
            raise Refus("les vacances scolaires ne sont pas suivies")
        if mot == "PH":
            feries = True
        elif lecteur.si("["):
            rangs |= {(JOURS.index(mot), rang) for rang in _rangs(lecteur)}
        else:
            jours |= _suite(lecteur, JOURS.index(mot))
        if lecteur.texte() != "," or not (
            lecteur.genre(1) == "jour" or lecteur.texte(1) in ("PH", "SH")
        ):
            break
        lecteur.prendre()
    return {"jours": frozenset(jours), "rangs": frozenset(rangs), "feries": feries}


def _suite(lecteur, premier):
    if not lecteur.si("-"):
        return {premier}
    dernier = JOURS.index(lecteur.exiger("jour"))
    if lecteur.texte() == "[":
        raise Refus(_refus(lecteur))
    return {(premier + pas) % 7 for pas in range((dernier - premier) % 7 + 1)}


def _rangs(lecteur):
    rangs = []
    while True:
        signe = -1 if lecteur.si("-") else 1
        premier = int(lecteur.exiger("nombre"))
        dernier = int(lecteur.exiger("nombre")) if signe > 0 and lecteur.si("-") else premier
        if not 1 <= premier <= dernier <= 5:
            raise Refus("rang de jour hors de 1 à 5")
        rangs += [signe * rang for rang in range(premier, dernier + 1)]
        if lecteur.si("]"):
            return rangs
        if not lecteur.si(","):
            raise Refus(_refus(lecteur))


def _plages(lecteur):
    plages = []
    while lecteur.genre() == "heure":
        debut = _minutes(lecteur.prendre(), MINUIT - 1)
        if lecteur.si("+"):
            plages.append((debut, debut, True))
        elif lecteur.si("-"):
            fin = fin_de_plage(debut, _minutes(lecteur.exiger("heure"), 2 * MINUIT))
            plages.append((debut, fin, lecteur.si("+")))
        else:
            raise Refus("une heure seule, sans fin")
        if lecteur.texte() != "," or lecteur.genre(1) != "heure":
            break
        lecteur.prendre()
    return tuple(plages)


def _minutes(texte, maximum):
    heures, minutes = texte.split(":")
    total = int(heures) * 60 + int(minutes)
    if int(minutes) > 59 or total > maximum:
        raise Refus(f"« {texte} » n’est pas une heure")
    return total


def fin_de_plage(debut, fin):
    """Return the end of a span, in minutes after its first midnight; `Refus` on a slip."""
    if fin == debut:
        raise Refus("une plage commence et finit à la même heure")
    if fin < debut:
        if fin > FIN_DE_SOIREE and fin + MINUIT - debut > DUREE_MAX_DE_NUIT:
            raise Refus("une plage finit avant de commencer")
        fin += MINUIT
    if fin - debut > MINUIT:
        raise Refus("une plage dépasse un jour")
    return fin
