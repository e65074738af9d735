"""Every address of our administration, and what stands behind it for a test."""

from django.template import engines
from django.urls import URLPattern, get_resolver, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import GroupApprovalTask, Page

from annuaire import vie
from annuaire.models import Acteur, DepotImport, Geocodage, Signalement
from home.groupes import TACHE
from home.models import GuidePage, HomePage, PageEditoriale, Utilite
from search.models import Synonyme
from socle.models import Bandeau, Navigation
from tests.annuaire.fabriques import (
    ActeurFactory,
    DomaineFactory,
    GesteFactory,
    LieuFactory,
    PublicFactory,
    SourceFactory,
    TypeLabelFactory,
    locale_source,
)
from tests.home.guide import ajouter_fiche, ajouter_mot, ajouter_rubrique, ajouter_temoignage

# Namespaces of the directory, the guide and the frame; our own views wherever they hang.
FAMILLES = (
    "wagtailsnippets_annuaire_",
    "wagtailsnippets_search_",
    "wagtailsnippets_socle_",
    "wagtailsnippets_home_",
    "wagtailsnippetchoosers_annuaire_",
    "wagtailsnippetchoosers_search_",
    "annuaire_",
    "search_",
    "choix_",
)
NOTRES = ("annuaire.", "search.", "home.", "espace.", "territoires.", "socle.")
ETATS = ("publie", "brouillon", "verrouille", "ferme", "fusionne")
ACTEUR = "wagtailsnippets_annuaire_acteur"


def adresses():
    """Sorted [(« namespace:name », names of its arguments)] of the administration's addresses.

    Actions on many objects have one address for all: each counts as one.
    """
    trouvees = set()
    for motif, chemin, espaces in _parcourir(get_resolver(), "", ()):
        notre = bool(espaces) and espaces[-1].startswith(FAMILLES)
        if chemin.startswith("admin/") and (notre or motif.lookup_str.startswith(NOTRES)):
            nom = ":".join([*espaces[-1:], motif.name or motif.lookup_str])
            trouvees.add((nom, tuple(motif.pattern.regex.groupindex)))
    bulk_action_registry._scan_for_bulk_actions()
    for application in ("annuaire", "search"):
        for modele, actions in bulk_action_registry.actions.get(application, {}).items():
            trouvees |= {(f"lot:{application}.{modele}.{action}", ("id",)) for action in actions}
    return sorted(trouvees)


def _parcourir(resolveur, debut, espaces):
    for motif in resolveur.url_patterns:
        chemin = debut + str(motif.pattern).lstrip("^")
        if isinstance(motif, URLPattern):
            yield motif, chemin, espaces
        else:
            dessous = (*espaces, motif.namespace) if motif.namespace else espaces
            yield from _parcourir(motif, chemin, dessous)


def peupler():
    """Make one object of each kind, an actor a state; return ``{name: key}`` of the addresses.

    Every actor has a revision, and is in moderation but for the closed and the merged ones.
    """
    cible = ActeurFactory(nom="Cible")
    objets = {etat: _acteur(etat, cible) for etat in ETATS}
    lieu = LieuFactory(acteur=objets["publie"], latitude=None, longitude=None, precision="")
    Geocodage.objects.create(lieu=lieu, empreinte="", etat="a_placer")
    autres = {
        "domaine": DomaineFactory(),
        "geste": GesteFactory(),
        "public": PublicFactory(),
        "reseau": _reseau(),
        "typelabel": TypeLabelFactory(),
        "source": SourceFactory(),
        "synonyme": Synonyme.objects.create(termes="a, b"),
        "navigation": Navigation.objects.create(locale=locale_source()),
        "bandeau": Bandeau.objects.create(locale=locale_source(), texte="Fermé lundi."),
        "motduglossaire": ajouter_mot(),
        "temoignage": ajouter_temoignage(),
        "lieu": lieu,
        "page": _page(),
        "utilite": _utilite(),
        "depot": DepotImport.objects.create(nom="liste.csv", profil="tissage"),
        "signalement": Signalement.objects.create(
            acteur=cible, ref=cible.ref, genre="erreur", champ="nom"
        ),
    }
    cles = {nom: objet.pk for nom, objet in {**objets, **autres}.items()}
    return cles | {f"{etat}:arguments": _arguments(cles[etat]) for etat in ETATS}


def _reseau():
    from annuaire.models import Reseau

    return Reseau.objects.create(nom="Réseau", slug="reseau", locale=locale_source())


def _page():
    accueil = HomePage(title="Accueil", slug="accueil-des-roles")
    Page.get_first_root_node().add_child(instance=accueil)
    return accueil.add_child(instance=PageEditoriale(title="Page", slug="page"))


def _utilite():
    accueil = HomePage.objects.get(slug="accueil-des-roles")
    guide = accueil.add_child(instance=GuidePage(title="Guide", slug="guide"))
    return Utilite.objects.create(fiche=ajouter_fiche(ajouter_rubrique(guide)))


def _acteur(etat, cible):
    acteur = ActeurFactory(nom=etat, live=etat != "brouillon", locked=etat == "verrouille")
    acteur.save_revision()
    if etat in ("ferme", "fusionne"):
        vie.fermer(acteur) if etat == "ferme" else vie.fusionner(acteur, cible)
    else:
        Acteur.get_default_workflow().start(Acteur.objects.get(pk=acteur.pk), None)
    return acteur


def construire(nom, arguments, cles, etat):
    """The address of *nom*, on the actor of state *etat* where it is about an actor."""
    if nom.startswith("lot:"):
        application, modele, action = nom.removeprefix("lot:").split(".")
        cle = cles[etat if modele == "acteur" else modele]
        chemin = reverse("wagtail_bulk_action", args=[application, modele, action])
        return f"{chemin}?id={cle}"
    return reverse(nom, kwargs=_valeurs(nom, arguments, cles, etat))


def _valeurs(nom, arguments, cles, etat):
    espace = nom.partition(":")[0]
    objet = etat
    for debut, genre in (
        ("annuaire_geocodage", "lieu"),
        ("annuaire_imports", "depot"),
        ("annuaire_signalements", "signalement"),
        ("home_redaction", "page"),
    ):
        objet = genre if espace == debut else objet
    if espace.startswith(("wagtailsnippets_", "wagtailsnippetchoosers_")):
        modele = espace.rpartition("_")[2]
        objet = etat if modele == "acteur" else modele
    if espace.startswith("choix_"):
        return dict.fromkeys(arguments, "44109" if espace == "choix_communes" else "244400404")
    possibles = {"pk": cles[objet], "cle": "redaction", "suite": "accepter", "verbe": "suivre"}
    possibles["demande"] = "simuler"
    possibles |= cles[f"{etat}:arguments"]
    return {argument: possibles[argument] for argument in arguments}


def _arguments(pk):
    """What the addresses of an actor need beside its key; 999 for what it has not."""
    fiche = Acteur.objects.get(pk=pk)
    tache, mouvement = fiche.current_workflow_task_state, fiche.current_workflow_state
    return {
        "action_name": "approve",
        "task_state_id": tache.pk if tache else 999,
        "task_id": GroupApprovalTask.objects.get(name=TACHE).pk,
        "workflow_state_id": mouvement.pk if mouvement else 999,
        "revision_id": fiche.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
    }


def depend_de_l_etat(nom):
    """Whether the address is about one actor."""
    return nom.startswith((f"{ACTEUR}:", "lot:annuaire.acteur.", "annuaire_admin:"))


class SansDessin:
    """Middleware: a page asked for with the header « Sans-Dessin » is decided upon, not drawn.

    What is answered does not depend on the drawing, which takes nine tenths of the time.
    """

    def __init__(self, suite):
        self.suite = suite

    def __call__(self, request):
        return self.suite(request)

    def process_template_response(self, request, response):
        if "Sans-Dessin" in request.headers:
            response.template_name = engines["django"].from_string("")
        return response


def en_moderation(etat):
    """Whether the actor of that state waits for somebody to approve it."""
    return etat not in ("ferme", "fusionne")
