"""The bodies of the searches that one ``Requete`` asks for.

The page and the facets are two searches of one request: scoring what is only counted would cost
more than looking for it twice.
"""

from ...ouvertures import FACETTE, QUAND
from ...requetes import PROFONDEUR_MAX
from . import mots, portee
from .moments import Quand
from .mots import et

# More values than any facet that people choose from has.
VALEURS_MAX = 10_000
APPROCHES_MAX = 20
MINUTES_DU_JOUR = 24 * 60
PAR_POIDS = ({"poids": "desc"}, {"tri": "asc"}, {"id": "asc"})
ORDRES = {
    "nom": ({"tri": "asc"}, {"id": "asc"}),
    "recent": ({"nouveau": "desc"}, {"tri": "asc"}, {"id": "asc"}),
}


class Demande:
    """What is common to every search of one ``Requete``, at a minute."""

    def __init__(self, requete, minute, reperes):
        self.requete = requete
        # Of the day: pages that follow one another must be in the same order.
        self.jour = minute // MINUTES_DU_JOUR * MINUTES_DU_JOUR * 60_000_000
        self.base = portee.base(requete.types, requete.locale, minute, requete.cadre)
        self.perimetre = portee.tracer(requete, sorted(reperes.rayons))
        self.quand = Quand(minute, reperes.fuseaux, self.perimetre)
        self.cadre = [*self.base, *self.perimetre.filtres(), *portee.fixes(requete)]
        self.choix = portee.choisis(requete, self.quand)

    def page(self, question):
        """The page asked for; empty beyond the depth that is served."""
        debut, taille = self.requete.debut, self.requete.par_page
        if debut + taille > PROFONDEUR_MAX:
            debut = taille = 0
        clauses = {"filter": [*self.cadre, *self.choix.values(), *_trouve(question)]}
        if question and self.requete.tri == "pertinence" and taille:
            clauses["should"] = mots.notes_de_la_question(question, self.jour)
            clauses["minimum_should_match"] = 0
        return {
            "query": {"bool": clauses},
            "sort": self._ordre(question),
            "from": debut,
            "size": taille,
            "track_total_hits": True,
            "_source": False,
        }

    def _ordre(self, question):
        """Total, so that pages neither repeat nor skip."""
        if self.requete.tri == "distance":
            latitude, longitude = self.requete.centre
            proximite = {"positions": {"lat": latitude, "lon": longitude}, "unit": "km"}
            return [{"_geo_distance": proximite | {"mode": "min"}}, *ORDRES["nom"]]
        if self.requete.tri != "pertinence":
            return list(ORDRES[self.requete.tri])
        return [{"_score": "desc"}, *PAR_POIDS] if question else list(PAR_POIDS)

    def comptes(self, question):
        """Facets, what words were taken for and unknown hours; None when nothing is counted."""
        comptes = {
            f"facette:{nom}": self._parmi(nom, self._compte(nom))
            for nom in self.requete.facettes_voulues
        }
        if moments := self.requete.facettes.get(FACETTE):
            inconnus = {"filter": self.quand.inconnus(moments)}
            comptes["inconnus"] = self._parmi(FACETTE, inconnus)
        if question and (notions := question.notions()):
            sens = {str(rang): mots.filtre_du_sens(n) for rang, n in enumerate(notions)}
            comptes["sens"] = {"filters": {"filters": sens}}
        return _sans_page([*self.cadre, *_trouve(question)], comptes) if comptes else None

    def _compte(self, nom):
        if nom == FACETTE:
            moments = {valeur: self.quand.ouverts((valeur,)) for valeur in QUAND}
            return {"filters": {"filters": moments}}
        return {"terms": {"field": f"facettes.{nom}", "size": VALEURS_MAX}}

    def _parmi(self, nom, compte):
        """A count among what the selections in *other* facets leave."""
        autres = [filtre for autre, filtre in self.choix.items() if autre != nom]
        return {"filter": et(autres), "aggs": {"parmi": compte}} if autres else compte

    def sans_page(self, question, comptes):
        """Counts among what is found once every selection applies."""
        trouve = [*self.cadre, *self.choix.values(), *_trouve(question)]
        return _sans_page(trouve, comptes) | {"track_total_hits": 1}

    def documents(self, question, limite):
        """At most *limite* of the documents found that have a position, in no order."""
        situes = [{"exists": {"field": "positions"}}]
        return {
            "query": {
                "bool": {"filter": [*self.cadre, *self.choix.values(), *situes, *_trouve(question)]}
            },
            "sort": ["_doc"],
            "size": limite,
            "track_total_hits": False,
            "_source": False,
        }

    def presence(self, question):
        """Whether anything at all matches, whatever the place and the selections."""
        return {
            **_sans_page([*self.base, *_trouve(question)], {}),
            "track_total_hits": 1,
        }

    def nombres(self, question):
        """How many documents each group of a question matches, and whether any matches it all."""
        filtres = {
            str(rang): mots.filtre_du_groupe(groupe) for rang, groupe in enumerate(question.groupes)
        }
        filtres["tous"] = mots.filtre_de_la_question(question)
        return _sans_page(self.base, {"nombres": {"filters": {"filters": filtres}}})

    def approche(self, question):
        """What has the most of the words, those first that have them best."""
        notes = mots.notes_approchees(question, self.jour)
        return {
            "query": {
                "bool": {
                    "filter": [*self.cadre, *self.choix.values()],
                    "should": notes,
                    "minimum_should_match": 1,
                }
            },
            "sort": [{"_score": "desc"}, *PAR_POIDS],
            "size": min(self.requete.par_page, APPROCHES_MAX),
            "track_total_hits": False,
            "_source": False,
        }


def _trouve(question):
    return [mots.filtre_de_la_question(question)] if question else []


def _sans_page(filtres, comptes):
    corps = {"query": {"bool": {"filter": filtres}}, "size": 0, "track_total_hits": False}
    return corps | {"aggs": comptes} if comptes else corps
