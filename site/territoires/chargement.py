"""Load the territories from their compressed files into the database, idempotently."""

import csv
import hashlib
import io
import lzma
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import F

from territoires import index
from territoires.fuseaux import fuseau_du_departement
from territoires.models import (
    AncienCode,
    AncienneCommune,
    Chargement,
    CodePostal,
    Commune,
    Departement,
    Epci,
    Region,
)

DOSSIER = Path(__file__).parent / "donnees"
FICHIERS = ("regions", "departements", "epci", "communes", "anciennes")
PAR_LOT = 2000


@dataclass
class Compte:
    """What happened to the rows of one table; `conserves` are in the database, not in the file."""

    nom: str
    total: int
    crees: int = 0
    modifies: int = 0
    supprimes: int = 0
    conserves: int = 0

    @property
    def inchanges(self):
        return self.total - self.crees - self.modifies


@dataclass
class Bilan:
    """One `Compte` per table, in the order of loading."""

    comptes: list[Compte] = field(default_factory=list)

    @property
    def a_change(self):
        return any(c.crees or c.modifies or c.supprimes for c in self.comptes)


def lire(nom: str, dossier: Path = DOSSIER) -> Iterator[dict[str, str]]:
    """Yield the rows of `<nom>.csv.xz` as dictionaries of strings. Raises FileNotFoundError."""
    with lzma.open(dossier / f"{nom}.csv.xz", "rt", encoding="utf-8", newline="") as fichier:
        yield from csv.DictReader(io.StringIO(fichier.read()))


def charger(dossier: Path = DOSSIER, progres: Callable[[Compte], None] = lambda _: None) -> Bilan:
    """Bring the database to what the files say; *progres* is told after each table.

    Communes, EPCI, départements and régions that left the files are kept (actors may point at
    them) and counted as `conserves`; former names, former codes and postcode links follow the
    files. All in one transaction: half a referential would be worse than an old one.
    """
    bilan = Bilan()

    def noter(compte):
        bilan.comptes.append(compte)
        progres(compte)

    with transaction.atomic():
        communes = list(lire("communes", dossier))
        for modele, champs, lignes in _tables(dossier, communes):
            noter(_aligner(modele, champs, lignes))
        noter(_aligner_codes_postaux(communes))
        if bilan.a_change:
            _noter_version(dossier)
    index.oublier()
    return bilan


def empreinte(dossier: Path = DOSSIER) -> str:
    """Return the SHA-256 of the five files, in hexadecimal."""
    somme = hashlib.sha256()
    for nom in FICHIERS:
        somme.update((dossier / f"{nom}.csv.xz").read_bytes())
    return somme.hexdigest()


def _noter_version(dossier):
    chargement, cree = Chargement.objects.get_or_create(
        pk=1, defaults={"empreinte": empreinte(dossier)}
    )
    if not cree:
        chargement.empreinte, chargement.version = empreinte(dossier), F("version") + 1
        chargement.save()  # by its own save: rooms above listen to it


CHAMPS_DE_COMMUNE = [
    "nom",
    "type",
    "commune_parente_id",
    "departement_id",
    "epci_id",
    "population",
    "latitude",
    "longitude",
]


def _tables(dossier, communes):
    """Yield (model, fields, {key: values}) from the widest territory to the finest."""
    regions = {x["code"]: (x["nom"], x["zone"]) for x in lire("regions", dossier)}
    yield Region, ["nom", "zone"], regions
    departements = {
        x["code"]: (x["nom"], x["region"], x["zone"], fuseau_du_departement(x["code"]))
        for x in lire("departements", dossier)
    }
    yield Departement, ["nom", "region_id", "zone", "fuseau"], departements
    epci = {
        x["siren"]: (x["nom"], x["type"], _entier(x["population"])) for x in lire("epci", dossier)
    }
    yield Epci, ["nom", "type", "population"], epci
    yield CodePostal, [], {c: () for x in communes for c in x["codes_postaux"].split()}
    # A whole commune comes before its arrondissements, which point at it.
    entieres_d_abord = sorted(communes, key=lambda x: bool(x["commune_parente"]))
    yield Commune, CHAMPS_DE_COMMUNE, {x["code_insee"]: _valeurs(x) for x in entieres_d_abord}
    anciens = {c: (x["code_insee"],) for x in communes for c in x["anciens_codes"].split()}
    yield AncienCode, ["commune_id"], anciens
    anciennes = {
        x["code"]: (x["nom"], x["type"], x["commune_actuelle"]) for x in lire("anciennes", dossier)
    }
    yield AncienneCommune, ["nom", "type", "commune_id"], anciennes


def _valeurs(ligne):
    return (
        ligne["nom"],
        ligne["type"],
        ligne["commune_parente"] or None,
        ligne["departement"],
        ligne["epci"] or None,
        _entier(ligne["population"]),
        _decimal(ligne["latitude"]),
        _decimal(ligne["longitude"]),
    )


def _entier(texte):
    return int(texte) if texte else None


def _decimal(texte):
    return float(texte) if texte else None


def _aligner(modele, champs, lignes):
    """Create and update the rows of *modele* that differ from *lignes* ({key: values})."""
    presents = {cle: tuple(v) for cle, *v in modele.objects.values_list("pk", *champs)}
    a_ecrire = [
        modele(pk=cle, **dict(zip(champs, valeurs, strict=True)))
        for cle, valeurs in lignes.items()
        if presents.get(cle) != valeurs
    ]
    compte = Compte(
        str(modele._meta.verbose_name_plural),
        total=len(lignes),
        crees=len(lignes.keys() - presents.keys()),
    )
    compte.modifies = len(a_ecrire) - compte.crees
    noms = [modele._meta.get_field(champ).name for champ in champs]
    modele.objects.bulk_create(
        a_ecrire,
        batch_size=PAR_LOT,
        **(
            {"update_conflicts": True, "update_fields": noms, "unique_fields": ["pk"]}
            if noms
            else {}
        ),
    )
    absents = presents.keys() - lignes.keys()
    if modele in (AncienCode, AncienneCommune):
        compte.supprimes = modele.objects.filter(pk__in=absents).delete()[0] if absents else 0
    else:
        compte.conserves = len(absents)
    return compte


def _aligner_codes_postaux(communes):
    """Link communes and postcodes as the file says."""
    liens = Commune.codes_postaux.through
    voulus = {(x["code_insee"], c) for x in communes for c in x["codes_postaux"].split()}
    presents = {
        (commune, code): cle
        for cle, commune, code in liens.objects.values_list("pk", "commune_id", "codepostal_id")
    }
    nouveaux = sorted(voulus - presents.keys())
    liens.objects.bulk_create(
        [liens(commune_id=commune, codepostal_id=code) for commune, code in nouveaux],
        batch_size=PAR_LOT,
    )
    de_trop = [cle for paire, cle in presents.items() if paire not in voulus]
    for debut in range(0, len(de_trop), PAR_LOT):
        liens.objects.filter(pk__in=de_trop[debut : debut + PAR_LOT]).delete()
    return Compte(
        "codes postaux des communes",
        total=len(voulus),
        crees=len(nouveaux),
        supprimes=len(de_trop),
    )
