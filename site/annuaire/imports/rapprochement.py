"""Which actor a row is about: its identifier in the source, else its SIRET, else name and address.

Two rows of one file are told apart first (``Registre``), then each is looked for in the
database (``rapprocher``), a few hundred at a time. docs/import.md has the rules in French.
"""

import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b

from django.utils.text import slugify
from django.utils.translation import gettext as _

from annuaire import empreintes
from annuaire.models import Acteur, IdentifiantExterne, Lieu
from search.analyse import plier

LONGUEUR_IDENTIFIANT = IdentifiantExterne._meta.get_field("identifiant").max_length
SAUTS_MAX = 10  # merges of merges
_VOIES = {
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "boul": "boulevard",
    "ch": "chemin",
    "che": "chemin",
    "chem": "chemin",
    "r": "rue",
    "pl": "place",
    "imp": "impasse",
    "all": "allee",
    "rte": "route",
    "fg": "faubourg",
    "fbg": "faubourg",
    "sq": "square",
    "za": "zone artisanale",
    "zi": "zone industrielle",
    "st": "saint",
    "ste": "sainte",
    "b": "bis",
}
_MOTS = re.compile(r"[^\W_]+")


def normaliser(texte):
    """Return the words of a name or an address, folded, usual abbreviations spelt out."""
    return " ".join(_VOIES.get(mot, mot) for mot in _MOTS.findall(plier(texte)))


def cle_de_nom(nom, lieu):
    """Return the key « name, postcode, address » of a place (a dict, or None).

    Without either, the position tells two places of one name apart, to about a hundred metres.
    """
    cp = adresse = ""
    if lieu:
        cp, adresse = lieu.get("code_postal") or "", normaliser(lieu.get("adresse") or "")
        if not cp and not adresse and lieu.get("latitude") is not None:
            adresse = f"{lieu['latitude']:.3f} {lieu['longitude']:.3f}"
    # A name of signs alone (« 🌈 ») has no words: it is its own key.
    return f"{normaliser(nom) or plier(nom)}\x1f{cp}\x1f{adresse}"


def cles_de_nom(fiche):
    """The key of a row."""
    lieux = fiche.champs.get("lieux") or [None]
    return cle_de_nom(fiche.champs["nom"], lieux[0])


class Registre:
    """The keys of the rows already taken in this run: on disk, so that memory stays flat."""

    def __init__(self):
        self._base = sqlite3.connect("")  # a private temporary file, gone when closed
        self._base.execute("PRAGMA synchronous=OFF")
        self._base.execute("PRAGMA journal_mode=OFF")
        self._base.execute(
            "CREATE TABLE cles (cle BLOB, identifiant TEXT, siret TEXT, ligne INTEGER,"
            " PRIMARY KEY (cle, identifiant, siret)) WITHOUT ROWID"
        )

    def fermer(self):
        self._base.close()

    def double(self, fiche, source):
        """Return the line of an earlier row with the same key, 0 when there is none."""
        if fiche.identifiant:
            if ligne := self._chercher(_cle("i", source, fiche.identifiant)):
                return ligne
            # Two identifiers of one list are two actors, whatever else they share.
            sans = "AND identifiant = ''"
        else:
            sans = ""
        if fiche.siret and (ligne := self._chercher(_cle("s", source, fiche.siret), sans)):
            return ligne
        compatible = f"{sans} AND (siret = '' OR siret = ? OR ? = '')"
        return self._chercher(
            _cle("n", source, cles_de_nom(fiche)), compatible, fiche.siret, fiche.siret
        )

    def _chercher(self, cle, condition="", *valeurs):
        requete = f"SELECT ligne FROM cles WHERE cle = ? {condition} LIMIT 1"  # noqa: S608 (fixed texts)
        trouvee = self._base.execute(requete, (cle, *valeurs)).fetchone()
        return trouvee[0] if trouvee else 0

    def prendre(self, fiche, source):
        """Note the keys of a row that goes in."""
        cles = [_cle("n", source, cles_de_nom(fiche))]
        if fiche.identifiant:
            cles.append(_cle("i", source, fiche.identifiant))
        if fiche.siret:
            cles.append(_cle("s", source, fiche.siret))
        self._noter(cles, fiche)

    def voir(self, source, identifiant, ligne):
        """Note that the file names *identifiant*, whether its row goes in or not."""
        self._base.execute(
            "INSERT OR IGNORE INTO cles VALUES (?, '', '', ?)",
            (_cle("v", source, identifiant), ligne),
        )

    def vu(self, source, identifiant):
        """Whether the file names *identifiant*."""
        return bool(self._chercher(_cle("v", source, identifiant)))

    def prendre_acteur(self, fiche, source, pk):
        """Note that a row is about the actor *pk*."""
        self._noter([_cle("p", source, str(pk))], fiche)

    def ligne_de_l_acteur(self, source, pk):
        """Return the line of the row of *source* that was about the actor *pk*, else 0."""
        return self._chercher(_cle("p", source, str(pk)))

    def _noter(self, cles, fiche):
        self._base.executemany(
            "INSERT OR IGNORE INTO cles VALUES (?, ?, ?, ?)",
            [(cle, fiche.identifiant, fiche.siret, fiche.ligne) for cle in cles],
        )


def _cle(genre, source, texte):
    return blake2b(f"{genre}\x1e{source}\x1e{texte}".encode(), digest_size=12).digest()


def abreger(identifiant):
    """Return an identifier that fits the model: a long one keeps its start and a digest."""
    if len(identifiant) <= LONGUEUR_IDENTIFIANT:
        return identifiant
    empreinte = blake2b(identifiant.encode(), digest_size=8).hexdigest()
    return f"{identifiant[: LONGUEUR_IDENTIFIANT - 17]}~{empreinte}"


@dataclass
class Rapprochement:
    """``acteur``: primary key, None for a new one. ``refus``: why the row cannot be placed.

    ``deja``: line of the row of this run that already wrote that actor (two rows that editors
    merged into one entry).
    """

    acteur: int | None = None
    refus: str = ""
    deja: int = 0
    nomme: bool = False  # found by its identifier in the source


@dataclass
class _Candidats:
    """What the database knows that may be the rows of a chunk."""

    par_identifiant: dict = field(default_factory=dict)
    par_siret: dict = field(default_factory=lambda: defaultdict(list))
    par_nom: dict = field(default_factory=lambda: defaultdict(list))
    acteurs: dict = field(default_factory=dict)
    nommes_par_la_source: set = field(default_factory=set)


def rapprocher(fiches, source, registre):
    """Return the Rapprochement of each Fiche with the actors of the database, in order."""
    candidats = _chercher(fiches, source)
    pris = {}
    trouves = []
    for fiche, retiree in zip(fiches, _retirees(fiches, source), strict=True):
        if retiree == "identifiant":
            trouve = Rapprochement(refus=_("retirée à la demande de la structure"))
        else:
            trouve = _placer(fiche, source, candidats, registre, pris)
            if retiree and trouve.acteur is None and not trouve.refus:
                trouve = Rapprochement(refus=_("retirée à la demande de la structure"))
        if trouve.acteur and not trouve.refus:
            pris.setdefault(trouve.acteur, fiche.ligne)
        trouves.append(trouve)
    return trouves


def _retirees(fiches, source):
    """Which rows are about an entry that was withdrawn (see empreintes.reconnaitre)."""
    return empreintes.reconnaitre(
        [empreintes.traces([(source, f.identifiant)], [f.siret], [cles_de_nom(f)]) for f in fiches]
    )


def _placer(fiche, source, candidats, registre, pris):
    def ligne_de(pk):
        return pris.get(pk) or registre.ligne_de_l_acteur(source.pk, pk)

    pk = candidats.par_identifiant.get(fiche.identifiant) if fiche.identifiant else None
    if pk:
        return Rapprochement(pk, deja=ligne_de(pk), nomme=True)
    possibles = candidats.par_siret.get(fiche.siret, ()) if fiche.siret else ()
    libres = [pk for pk in possibles if _libre(fiche, pk, candidats, ligne_de)]
    if not libres:
        libres = [
            pk
            for pk in candidats.par_nom.get(cles_de_nom(fiche), ())
            if _libre(fiche, pk, candidats, ligne_de)
            and (not fiche.siret or candidats.acteurs[pk]["siret"] in ("", fiche.siret))
        ]
    if len(libres) > 1:
        refs = ", ".join(candidats.acteurs[pk]["ref"] for pk in libres[:5])
        return Rapprochement(
            refus=_("ambiguë : %s fiches lui ressemblent (%s)") % (len(libres), refs)
        )
    return Rapprochement(libres[0] if libres else None)


def _libre(fiche, pk, candidats, ligne_de):
    """Whether a candidate may be this row: the same list does not call it by another name."""
    if fiche.identifiant and pk in candidats.nommes_par_la_source:
        return False
    return not ligne_de(pk)


def _chercher(fiches, source):
    candidats = _Candidats()
    identifiants = {f.identifiant for f in fiches if f.identifiant}
    liens = IdentifiantExterne.objects.filter(source=source, identifiant__in=identifiants)
    candidats.par_identifiant = dict(liens.values_list("identifiant", "acteur_id"))
    _suivre_les_fusions(candidats.par_identifiant)
    restent = [f for f in fiches if f.identifiant not in candidats.par_identifiant]
    if not restent:
        return candidats
    ouverts = Acteur.objects.exclude(statut=Acteur.Statut.FUSIONNE).order_by("pk")
    colonnes = ("pk", "ref", "siret", "nom")
    for ligne in ouverts.filter(siret__in={f.siret for f in restent if f.siret}).values(*colonnes):
        candidats.acteurs[ligne["pk"]] = ligne
        candidats.par_siret[ligne["siret"]].append(ligne["pk"])
    _chercher_les_noms(restent, ouverts.values(*colonnes), candidats)
    nommes = IdentifiantExterne.objects.filter(source=source, acteur__in=list(candidats.acteurs))
    candidats.nommes_par_la_source = set(nommes.values_list("acteur_id", flat=True))
    return candidats


def _chercher_les_noms(fiches, acteurs, candidats):
    """The slug, which is indexed, brings the candidates; the whole key decides."""
    voulues = {cles_de_nom(f) for f in fiches}
    slugs = {slugify(f.champs["nom"])[:80].strip("-") or "acteur" for f in fiches}
    homonymes = {ligne["pk"]: ligne for ligne in acteurs.filter(slug__in=slugs)}
    lieux = defaultdict(list)
    champs = ("acteur_id", "code_postal", "adresse", "latitude", "longitude")
    for lieu in Lieu.objects.filter(acteur__in=list(homonymes)).values(*champs):
        lieux[lieu["acteur_id"]].append(lieu)
    for pk, ligne in homonymes.items():
        cles = {cle_de_nom(ligne["nom"], lieu) for lieu in lieux.get(pk, (None,))}
        for cle in cles & voulues:
            candidats.acteurs[pk] = ligne
            candidats.par_nom[cle].append(pk)


def _suivre_les_fusions(par_identifiant):
    """A merged entry stands for the one it was merged into."""
    for _saut in range(SAUTS_MAX):
        fusions = dict(
            Acteur.objects.filter(
                pk__in=set(par_identifiant.values()), fusionne_vers__isnull=False
            ).values_list("pk", "fusionne_vers_id")
        )
        if not fusions:
            return
        for identifiant, pk in par_identifiant.items():
            par_identifiant[identifiant] = fusions.get(pk, pk)
