"""Documents put into the index or taken away, at once: shipping does it from the journal."""

from ...models import Document
from .client import DELAI_D_ENVOI, client
from .indice import actions, alias


def ecrire(documents):
    """Put or replace these saved ``Document`` instances."""
    envoyer(actions(documents))


def oublier(ids):
    """Take these document ids away: their tombstones say at which version."""
    trouvees = dict(Document.objects.filter(pk__in=ids).values_list("pk", "version"))
    envoyer([_suppression(pk, trouvees.get(pk)) for pk in ids])


def envoyer(lot):
    """Send bulk actions; what the index has newer, or no longer has, is no error.

    Returns how many were sent. Raises elasticsearch.helpers.BulkIndexError on any other refusal.
    """
    from elasticsearch.helpers import BulkIndexError, bulk

    faites, refus = bulk(
        client(DELAI_D_ENVOI), lot, index=alias(), raise_on_error=False, require_alias=True
    )
    graves = [un for un in refus if _grave(next(iter(un.values())))]
    if graves:
        raise BulkIndexError(f"{len(graves)} refused", graves)
    return faites + len(refus)


def _grave(refus):
    """Not what the index already has newer, nor what it no longer has."""
    return "error" in refus and refus["status"] != 409


def _suppression(pk, version):
    action = {"_op_type": "delete", "_id": str(pk)}
    return action | {"version": version, "version_type": "external"} if version else action
