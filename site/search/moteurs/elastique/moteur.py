"""The Elasticsearch engine: the index says which documents match, how well and how many.

The question is read in Python, by the same modules as for the embedded engine; what the page
shows of each result is read from our own rows, so that it is never older than they are.
"""

import threading
from dataclasses import replace
from time import perf_counter

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from ...analyse import cle as cle_exacte
from ...analyse import cle_de_tri
from ...ouvertures import minute
from ...requetes import POINTS_MAX, ZOOM_MAX, Carte, Reponse
from ..base import Moteur
from ..lecteur import Lecteur
from ..question import Question
from . import cartes, mots, pages, portee, reperes
from .demandes import Demande
from .ecriture import ecrire, oublier
from .serveur import Echange
from .suggestions import suggestion
from .suites import Suites
from .veille import Veille


class MoteurElasticsearch(Moteur):
    nom = "elasticsearch"

    def __init__(self):
        self.lecteur = Lecteur()
        self._veille = Veille()
        self._verrou = threading.Lock()
        self._reperes = None
        self.suites = Suites()

    # ------------------------------------------------------------ indexing hooks

    def ecrire(self, documents, sequence):
        ecrire(documents)

    def oublier(self, ids):
        oublier(ids)

    # ------------------------------------------------------------ searching

    def chercher(self, requete):
        depart = perf_counter()
        question = self._lire(requete) if requete.texte else None
        recherche = Recherche(self, requete)
        trouvee, correction = recherche.trouver(question)
        approche, page = False, trouvee.page()
        if question and not trouvee.total and requete.fuite:
            page = recherche.approcher(trouvee.question)
            approche = bool(page)
        return Reponse(
            total=trouvee.total,
            resultats=pages.resultats(page, requete, trouvee.question),
            facettes=trouvee.facettes(requete.facettes_voulues),
            approche=approche,
            correction=correction,
            compris=trouvee.compris(),
            inconnus=trouvee.inconnus(),
            ms=(perf_counter() - depart) * 1_000,
        )

    def cartographier(self, requete, zoom, limite=POINTS_MAX):
        if not 0 <= zoom <= ZOOM_MAX:
            raise ValueError(_("Cette échelle de carte n’existe pas."))
        depart = perf_counter()
        question = self._lire(requete) if requete.texte else None
        recherche = Recherche(self, requete)
        trouvee, _correction = recherche.trouver(question, zoom)
        total, carreaux = cartes.lire(trouvee.carte)
        carte = Carte(total, carreaux=tuple(carreaux))
        if total <= limite:
            (reponse,) = recherche.echange.chercher(
                recherche.demande.documents(trouvee.question, limite)
            )
            ids = [int(trouve["_id"]) for trouve in reponse["hits"]["hits"]]
            carte = cartes.carte_de_points(ids, requete.boite)
        return replace(carte, ms=(perf_counter() - depart) * 1_000)

    def nomme(self, requete):
        question = Question(requete.texte, cle_exacte(requete.texte), ())
        if not question.cle:
            return False
        filtres = portee.base(requete.types, requete.locale, _maintenant())
        filtres.append(mots.filtre(question.expression_de_cle()))
        corps = {"size": 0, "query": {"bool": {"filter": filtres}}, "track_total_hits": 1}
        (reponse,) = Echange().chercher(corps)
        return reponse["hits"]["total"]["value"] > 0

    def suggerer(self, types, locale, texte, limite):
        corps = suggestion(
            cle_de_tri(texte).split(), portee.base(types, locale, _maintenant()), limite
        )
        if corps is None:
            return []
        (reponse,) = Echange().chercher(corps)
        champs = [trouve["fields"] for trouve in reponse["hits"]["hits"]]
        return [(c["type"][0], c["objet_id"][0], c["tri"][0]) for c in champs]

    def compter(self, types, locale, facette, choix):
        filtres = {str(rang): portee.porte(facette, v) for rang, v in enumerate(choix)}
        if not filtres:
            return []
        corps = {
            "size": 0,
            "query": {"bool": {"filter": portee.base(types, locale, _maintenant())}},
            "track_total_hits": False,
            "aggs": {"choix": {"filters": {"filters": filtres}}},
        }
        (reponse,) = Echange().chercher(corps)
        seaux = reponse["aggregations"]["choix"]["buckets"]
        return [seaux[rang]["doc_count"] for rang in filtres]

    # ------------------------------------------------------------ reading the question

    def _lire(self, requete):
        langues = tuple(dict.fromkeys((requete.locale, settings.LANGUAGE_CODE)))
        with self._verrou:
            self._veille.regarder()
            self.lecteur.suivre(self._veille)
            return self.lecteur.lire(requete.texte, langues)

    def corriger(self, question, nombres):
        """As ``Lecteur.corriger``, one thread at a time."""
        with self._verrou:
            return self.lecteur.corriger(question, nombres)

    def en_ignore_un(self, question):
        """Whether a word of the question is one that the corpus does not have, as far as known."""
        with self._verrou:
            connait = self.lecteur.vocabulaire.connait
            return any(not (g.notions or connait(g.forme)) for g in question.groupes if g.forme)

    # ------------------------------------------------------------ what the index holds

    def reperes(self, echange):
        """The ``Reperes`` last read, or those of now."""
        if self._reperes is None:
            (reponse,) = echange.chercher(reperes.CORPS)
            self._reperes = reperes.lire(reponse)
        return self._reperes

    def noter_les_reperes(self, lus):
        self._reperes = lus


class Recherche:
    """One ``Requete``: its requests to the server, one unless nothing matches at once."""

    def __init__(self, moteur, requete):
        self.moteur, self.requete = moteur, requete
        self.echange = Echange()
        self.minute = _maintenant()
        self._utiles = reperes.utiles(requete)
        self._zoom = None
        self.demande = self._preparer()

    def _preparer(self):
        self._reperes = self.moteur.reperes(self.echange) if self._utiles else reperes.Reperes()
        return Demande(self.requete, self.minute, self._reperes)

    def trouver(self, question, zoom=None):
        """(what was found, how the words were read when they were corrected); of a *zoom*, where
        it lies on a map instead of its page."""
        self._zoom = zoom
        corrigeable = bool(question and question.groupes and self.requete.fuite)
        # An unknown word finds nothing most often: what comes next is asked with the rest.
        doute = corrigeable and self.moteur.en_ignore_un(question)
        trouvee = self._executer(question, nombres=doute)
        if trouvee.total or not corrigeable:
            return trouvee, None
        nombres = trouvee.nombres
        if nombres is None:
            (nombres,) = self.echange.chercher(self.demande.nombres(question))
        comptes = _seaux(nombres, "nombres")
        if comptes.pop("tous"):
            return trouvee, None
        comptes = list(comptes.values())
        if question.finit_court:
            question = question.sans_le_dernier()
            trouvee = self._executer(question, presence=True)
            if trouvee.present:
                return trouvee, None
            comptes = comptes[:-1]
        corrigee, correction = self.moteur.corriger(question, comptes)
        if corrigee is not question:
            autre = self._executer(corrigee, presence=True)
            if autre.present:
                return autre, correction
        return trouvee, None

    def _executer(self, question, presence=False, nombres=False):
        """Ask for the page, the counts and what they lean on, in one request; with *presence* and
        *nombres*, for what the ``Demande`` calls so."""
        demande = self.demande
        if self._zoom is None:
            page = demande.page(question)
            corps = {"page": self.moteur.suites.reprendre(self.requete, page)}
            if comptes := demande.comptes(question):
                corps["comptes"] = comptes
        else:
            corps = {"carte": cartes.carreaux(demande, question, self._zoom)}
        if presence:
            corps["presence"] = demande.presence(question)
        if nombres:
            corps["nombres"] = demande.nombres(question)
        if self._utiles:
            corps["reperes"] = reperes.CORPS
        reponses = dict(zip(corps, self.echange.chercher(*corps.values()), strict=True))
        if self._utiles:
            lus = reperes.lire(reponses["reperes"])
            self.moteur.noter_les_reperes(lus)
            if not self._reperes.suffit(lus):
                self.demande = self._preparer()
                return self._executer(question, presence, nombres)
        if self._zoom is None:
            self.moteur.suites.noter(self.requete, reponses["page"]["hits"]["hits"])
        return Trouvee(question, reponses)

    def approcher(self, question):
        """``[(document id, score)]`` of the best partial matches: those of the most words."""
        if self.requete.page > 1 or not question.groupes:
            return []
        (reponse,) = self.echange.chercher(self.demande.approche(question))
        page = [(int(t["_id"]), t["_score"]) for t in reponse["hits"]["hits"]]
        niveaux = [note // mots.UN_MOT for _i, note in page]
        return [
            (i, note - niveau * mots.UN_MOT)
            for (i, note), niveau in zip(page, niveaux, strict=True)
            if niveau == niveaux[0]
        ]


class Trouvee:
    """What the server answered to one question."""

    def __init__(self, question, reponses):
        self.question = question
        self.carte = reponses.get("carte")
        self._page = (self.carte or reponses["page"])["hits"]
        self._comptes = reponses.get("comptes", {}).get("aggregations", {})
        self.total = self._page["total"]["value"]
        self.nombres = reponses.get("nombres")
        presence = reponses.get("presence")
        self.present = bool(presence and presence["hits"]["total"]["value"])

    def page(self):
        """``[(document id, score)]``."""
        return [(int(t["_id"]), t["_score"] or 0.0) for t in self._page["hits"]]

    def facettes(self, voulues):
        """``{facet: {value: count}}``, without zeros."""
        return {nom: _comptes(_parmi(self._comptes[f"facette:{nom}"])) for nom in voulues}

    def inconnus(self):
        compte = self._comptes.get("inconnus")
        return _parmi(compte)["doc_count"] if compte else 0

    def compris(self):
        """[(words, facet, value)] of the meanings that something found has."""
        if "sens" not in self._comptes:
            return ()
        nombres = self._comptes["sens"]["buckets"]
        portees = {
            notion
            for rang, notion in enumerate(self.question.notions())
            if nombres[str(rang)]["doc_count"]
        }
        return tuple(
            (groupe.ecrit, notion.facette, notion.valeur)
            for entier in self.question.groupes
            for groupe in entier.tous()
            for notion in groupe.notions
            if notion in portees
        )


def _parmi(compte):
    return compte.get("parmi", compte)


def _comptes(compte):
    seaux = compte["buckets"]
    if isinstance(seaux, dict):
        paires = ((valeur, seau["doc_count"]) for valeur, seau in seaux.items())
    else:
        paires = ((seau["key"], seau["doc_count"]) for seau in seaux)
    return {valeur: nombre for valeur, nombre in paires if nombre}


def _seaux(reponse, nom):
    seaux = reponse["aggregations"][nom]["buckets"]
    return {cle: seau["doc_count"] for cle, seau in seaux.items()}


def _maintenant():
    return minute(timezone.now())
