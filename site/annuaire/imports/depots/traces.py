"""What undoes an import, written in the transaction of each of its chunks."""

import json

from django.core.serializers.json import DjangoJSONEncoder

from annuaire.models import TraceImport


def figer(champs):
    """Return a photograph, or a part of one, as JSON gives it back: dates are ISO texts."""
    return json.loads(json.dumps(champs, cls=DjangoJSONEncoder))


def noter(depot, resultats):
    """Keep what the rows of a chunk did to actors, added to what an earlier row did to them."""
    touches = [r for r in resultats if _a_touche(r)]
    pks = {r.acteur for r in touches}
    traces = {t.acteur_id: t for t in TraceImport.objects.filter(depot=depot, acteur__in=pks)}
    connues = set(traces)
    for resultat in touches:
        trace = traces.get(resultat.acteur)
        if trace is None:
            trace = TraceImport(depot=depot, acteur_id=resultat.acteur, cree=False)
            traces[resultat.acteur] = trace
        _completer(trace, resultat)
    TraceImport.objects.bulk_create(t for pk, t in traces.items() if pk not in connues)
    TraceImport.objects.bulk_update(
        [t for pk, t in traces.items() if pk in connues], ["avant", "apres", "identifiant"]
    )


def _a_touche(resultat):
    if resultat.bilan is None:
        return False
    return resultat.etat in ("cree", "modifie") or _nomme_ici(resultat)


def _nomme_ici(resultat):
    """Whether the row gave its identifier to an actor that its source did not know by that name."""
    return bool(resultat.source and resultat.fiche.identifiant and not resultat.nomme)


def _completer(trace, resultat):
    bilan = resultat.bilan
    trace.source_id = trace.source_id or resultat.source
    if resultat.etat == "cree":
        trace.cree = True
        trace.apres = figer({nom: resultat.fiche.champs[nom] for nom in bilan.changes})
        return
    trace.avant = {**figer(bilan.avant), **trace.avant}
    trace.apres = {**trace.apres, **figer(bilan.apres)}
    if _nomme_ici(resultat) and not trace.cree:
        trace.identifiant = resultat.fiche.identifiant
