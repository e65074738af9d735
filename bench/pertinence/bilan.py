"""The table and the failures, as text."""

from bench.pertinence.notes import ENSEMBLE

COLONNES = ("succes_1", "succes_3", "ndcg_10", "rien")
TITRES = ("requêtes", "succès@1", "succès@3", "nDCG@10", "rien", "p95 ms")
MONTRES = 3


def tableau(bilans):
    """Lines of a table: one a family, then all of them."""
    largeur = max(len(famille) for famille in bilans)
    lignes = [" " * largeur + "".join(f"{titre:>10}" for titre in TITRES)]
    for famille, bilan in bilans.items():
        if famille == ENSEMBLE:
            lignes.append("-" * len(lignes[0]))
        chiffres = "".join(f"{_chiffre(getattr(bilan, nom)):>10}" for nom in COLONNES)
        lignes.append(f"{famille:<{largeur}}{bilan.nombre:>10}{chiffres}{bilan.p95_ms:>10.1f}")
    return lignes


def _chiffre(valeur):
    return "" if valeur is None else f"{valeur:.3f}"


def echoue(note):
    """Whether nothing right is among the first three, or something answers for nothing."""
    return note.rien == 0.0 or note.succes_3 == 0.0


def echec(jugement, reponse, brute, noms):
    """Lines on one failure: the query, what was expected, the first answers.

    *noms*: key of a row → its name.
    """
    requete = jugement.requete
    ou = f" ({requete.lieu})" if requete.lieu else ""
    dite = brute.get("erreur") or f"total {brute['total']}{', approché' * brute['approche']}"
    lignes = [f"{requete.id} « {requete.texte} »{ou} : {dite}"]
    if requete.rien:
        lignes.append("    attendu : rien")
    else:
        meilleurs = sorted(jugement.degres, key=lambda cle: -jugement.degres[cle])[:MONTRES]
        suite = f" … ({len(jugement.degres)})" if len(jugement.degres) > MONTRES else ""
        lignes.append(f"    attendu : {' ; '.join(noms[cle] for cle in meilleurs)}{suite}")
    for cles, resultat in list(zip(reponse.rangs, brute["resultats"], strict=True))[:MONTRES]:
        degre = max((jugement.degres.get(cle, 0) for cle in cles), default=0)
        lignes.append(
            f"    {degre}  {resultat['nom']} [{resultat['source']}] {resultat['score']:g}"
        )
    return lignes
