"""A real Elasticsearch for tests: one index a test, kept equal to the table."""

import os
import uuid

import pytest
from django.db import connection

from search.models import Document
from search.moteurs.elastique import indice
from search.moteurs.elastique.client import DELAI_DE_TRAVAUX, client
from search.moteurs.elastique.ecriture import envoyer

COMMENT = "These tests need a real Elasticsearch: scripts/elasticsearch start, then "
COMMENT += "ELASTICSEARCH_URL=<the address that it prints>."


class Serveur:
    """An index whose name nobody else has, on the server of ELASTICSEARCH_URL."""

    def __init__(self, settings):
        adresse = os.environ.get("ELASTICSEARCH_URL")
        if not adresse:
            pytest.fail(COMMENT)
        settings.ELASTICSEARCH_URL = adresse
        settings.ELASTICSEARCH_PREFIXE = f"essai-{uuid.uuid4().hex[:12]}"
        self._envoyes = {}
        self.nom = indice.nouveau_nom()
        indice.creer(self.nom)
        self._client = client(DELAI_DE_TRAVAUX)
        self._client.indices.put_alias(index=self.nom, name=indice.alias())

    def mettre_a_jour(self):
        """Send what the table holds and the index does not, as shipping would after a commit;
        also back, after a rollback: versions are those of the table only where they rise."""
        with connection.cursor() as curseur:
            curseur.execute("SELECT id, version, supprime_le IS NULL FROM search_document")
            table = {pk: version for pk, version, vivant in curseur.fetchall() if vivant}
        partis = self._envoyes.keys() - table.keys()
        changes = [pk for pk, version in table.items() if self._envoyes.get(pk) != version]
        if not partis and not changes:
            return
        lot = [{"_op_type": "delete", "_id": str(pk)} for pk in partis]
        # Other tests have made other rows of these keys: only what this one sent counts.
        for action in indice.actions(list(Document.objects.filter(pk__in=changes))):
            lot.append({cle: v for cle, v in action.items() if not cle.startswith("version")})
        envoyer(lot)
        self._client.indices.refresh(index=self.nom)
        self._envoyes = table

    def fermer(self):
        self._client.indices.delete(index=self.nom)
