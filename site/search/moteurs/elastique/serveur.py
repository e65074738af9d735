"""Searches sent to the server together, and answers that are whole or refused."""

from time import perf_counter

import orjson

from .client import DELAI, client
from .indice import alias


class ReponseIncomplete(Exception):  # noqa: N818 (the matter is named in French)
    """The server answered a search with an error, for a part of the index only, or too late.

    ``status_code``: that of HTTP for this search; 503 when it is the server's fault.
    """

    def __init__(self, raison, statut=503):
        super().__init__(raison)
        self.status_code = statut


class Echange:
    """The requests of one search of a person: they share one delay, from the first one on."""

    def __init__(self, delai=DELAI):
        self._delai, self._fin = delai, None
        self.took = 0  # milliseconds that the server says it spent

    def chercher(self, *corps):
        """The answers to these bodies, in order, from one request.

        Raises ReponseIncomplete, or what the client raises (elasticsearch.ApiError,
        elastic_transport.TransportError).
        """
        lignes = []
        for un in corps:
            lignes += [b"{}", orjson.dumps(un)]
        reponse = self._client().msearch(index=alias(), searches=lignes)
        self.took += reponse["took"]
        return [_entiere(une) for une in reponse["responses"]]

    def _client(self):
        commun = client()
        if self._fin is None:
            self._fin = perf_counter() + self._delai
            return commun
        reste = self._fin - perf_counter()
        if reste <= 0:
            raise ReponseIncomplete("too late")
        return commun.options(request_timeout=reste)


def _entiere(reponse):
    if "error" in reponse:
        raison = reponse["error"].get("reason") or reponse["error"]["type"]
        raise ReponseIncomplete(raison, reponse.get("status", 503))
    # A shard that no node holds is not counted as failed, only as not successful.
    parts = reponse["_shards"]
    if reponse["timed_out"] or parts["successful"] < parts["total"]:
        raise ReponseIncomplete("some shards did not answer")
    return reponse
