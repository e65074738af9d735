"""Floors under the figures: what the engine reached once, which it must not lose."""

import tomllib

from bench.pertinence.notes import ENSEMBLE

FICHIER = "planchers.toml"
# Held of all queries together; of a family, whose queries are few, only what people feel.
D_ENSEMBLE = ("succes_1", "succes_3", "ndcg_10", "rien")
DE_FAMILLE = ("succes_3", "rien")
EN_TETE = """\
# What the engine reaches, family by family: a floor is raised, never lowered (docs/pertinence.md).
# Aimed at: succes_3 of 0.95 for « ensemble » and of 0.85 in each family, rien of 0.90.
# Written by: make pertinence OPTIONS=--relever
"""


def fichier(moteur=None, base=""):
    """The name of the file of an engine's floors; *base*: the database's address, if not SQLite."""
    if moteur in (None, "sql"):
        return "planchers-postgresql.toml" if base.startswith("postgres") else FICHIER
    return f"planchers-{moteur}.toml"


def lire(chemin):
    """Return family → {figure: floor}; empty when there is no such file."""
    if not chemin.is_file():
        return {}
    with open(chemin, "rb") as fichier:
        return tomllib.load(fichier)["planchers"]


def manques(bilans, planchers):
    """Sentences for what falls below *planchers*. *bilans*: family → {figure: value or None}."""
    return [
        f"{famille} : {figure} {atteint} < {seuil}"
        for famille, seuils in planchers.items()
        for figure, seuil in seuils.items()
        if (atteint := _arrondi(bilans.get(famille, {}).get(figure))) is None or atteint < seuil
    ]


def relever(bilans, planchers):
    """Return the floors, raised to what *bilans* reach; none is lowered or forgotten."""
    releves = {famille: dict(seuils) for famille, seuils in planchers.items()}
    for famille, figures in bilans.items():
        for figure in D_ENSEMBLE if famille == ENSEMBLE else DE_FAMILLE:
            atteint = _arrondi(figures.get(figure))
            if atteint is not None:
                seuils = releves.setdefault(famille, {})
                seuils[figure] = max(atteint, seuils.get(figure, 0.0))
    return releves


def ecrire(chemin, planchers):
    """Write the file of floors."""
    lignes = [EN_TETE]
    for famille, seuils in planchers.items():
        lignes.append(f'[planchers."{famille}"]')
        lignes += [f"{figure} = {seuil:.3f}" for figure, seuil in seuils.items()]
        lignes.append("")
    chemin.write_text("\n".join(lignes), encoding="utf-8")


def _arrondi(valeur):
    """Three decimals, always down: a floor that rounding put above what is reached would fail."""
    return None if valeur is None else int(valeur * 1000 + 1e-9) / 1000
