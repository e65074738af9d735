"""What the directory offers in the search box: actors, domains and gestures, places."""

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from annuaire.adresses import adresse_de_la_fiche, adresse_de_la_liste
from annuaire.cartes_facettes import SURVEILLES, termes
from annuaire.lieux_de_recherche import ecriture
from annuaire.models import Acteur, Domaine, Geste
from search.analyse import cle_de_tri
from search.moteurs import moteur
from search.sections import Trouvaille, enregistrer_genre
from search.suggestions import Proposition, enregistrer_suggestions
from socle.memoires import Memoire
from territoires.suggestions import suggerer as suggerer_des_lieux

GENRES = {"domaine": gettext_lazy("Domaine"), "geste": gettext_lazy("Ce que vous voulez faire")}
# Places looked at: most of those of a few letters have no actor.
LIEUX_LUS = 40
_expressions = Memoire()
oublier = _expressions.oublier


def enregistrer():
    """Tell search of them, and how actors are shown on its page."""
    from django.db.models.signals import post_delete, post_save

    enregistrer_suggestions("domaines", des_domaines, ordre=10, part=2)
    enregistrer_suggestions("acteurs", des_acteurs, ordre=20, part=4)
    enregistrer_suggestions("lieux", des_lieux, ordre=30, part=2)
    enregistrer_genre(
        "acteur",
        ordre=10,
        nom=gettext_lazy("Acteurs"),
        presenter=presenter,
        tous=lambda request, texte: adresse_de_la_liste(request, q=texte),
    )
    for modele in SURVEILLES:
        post_save.connect(oublier, sender=modele)
        post_delete.connect(oublier, sender=modele)


def des_acteurs(request, texte, limite):
    """Actors whose name has these words, the last one begun. Two queries."""
    trouves = moteur().suggerer(("acteur",), get_language(), texte, limite)
    lignes = _lignes([objet for _type, objet, _titre in trouves])
    return [
        Proposition(
            ligne["nom"],
            pgettext_lazy("genre de suggestion", "Acteur"),
            adresse_de_la_fiche(request, ligne["slug"], ligne["ref"]),
            ligne["ou"],
        )
        for ligne in lignes
    ]


def _lignes(pks):
    """``[{pk, nom, slug, ref, ou}]`` of public actors, in the order of *pks*: one query."""
    lues = {}
    champs = ("pk", "nom", "slug", "ref", "lieux__commune__nom", "lieux__localite")
    for pk, nom, slug, ref, commune, localite in (
        Acteur.objects.publies()
        .filter(pk__in=pks)
        .order_by("pk", "lieux__sort_order", "lieux__pk")
        .values_list(*champs)
    ):
        lues.setdefault(
            pk,
            {"pk": pk, "nom": nom, "slug": slug, "ref": ref, "ou": commune or localite or ""},
        )
    return [lues[pk] for pk in pks if pk in lues]


def des_domaines(request, texte, limite):
    """Domains and gestures one of whose words begins so, or whose name or ``mots`` hold these."""
    cle = cle_de_tri(texte)
    if not cle:
        return []
    trouvees = {}
    for mots, terme, ecrit in _expressions.lire(get_language(), _lire_les_expressions):
        if f" {cle}" not in f" {mots}":
            continue
        rang = not mots.startswith(cle)
        par_son_nom = ecrit == terme.nom
        note = (not par_son_nom, rang)
        if terme.cle not in trouvees or note < trouvees[terme.cle][0]:
            trouvees[terme.cle] = (note, len(trouvees), terme, "" if par_son_nom else ecrit)
    return [
        Proposition(
            terme.nom,
            GENRES[terme.nature],
            adresse_de_la_liste(request, **{terme.nature: terme.slug}),
            ecrit,
        )
        for _note, _rang, terme, ecrit in sorted(trouvees.values(), key=lambda x: x[:2])[:limite]
        if adresse_de_la_liste(request)
    ]


def _lire_les_expressions():
    """[(folded, Terme, as written)] of names, then of ``mots``."""
    connus = termes()
    noms, mots = [], []
    for modele in (Domaine, Geste):
        nature = modele.__name__.lower()
        for terme in connus.listes[nature]:
            noms.append((terme, terme.nom))
        for rangee in modele.objects.filter(locale__language_code=connus.langue):
            if terme := connus.par_cle.get(rangee.cle):
                mots += [(terme, mot) for mot in rangee.liste_mots]
    return [(cle_de_tri(ecrit), terme, ecrit) for terme, ecrit in (*noms, *mots)]


def des_lieux(request, texte, limite):
    """Communes, postcodes, départements… whose name begins so, where there are actors."""
    if not adresse_de_la_liste(request):
        return []
    lieux = suggerer_des_lieux(texte, LIEUX_LUS)
    if not lieux:
        return []
    comptes = moteur().compter(
        ("acteur",), get_language(), "territoire", [lieu.cles_territoire for lieu in lieux]
    )
    return [
        Proposition(
            _("Acteurs à %(lieu)s") % {"lieu": lieu.libelle}
            if lieu.genre == "commune"
            else _("Acteurs dans : %(lieu)s") % {"lieu": lieu.libelle},
            pgettext_lazy("genre de suggestion", "Lieu"),
            adresse_de_la_liste(request, ou=ecriture(lieu)),
            lieu.detail,
        )
        for lieu, compte in zip(lieux, comptes, strict=True)
        if compte
    ][:limite]


def presenter(request, resultats):
    """[Trouvaille] of actors, for the page of the site search. One query."""
    extraits = {resultat.objet_id: resultat.extrait for resultat in resultats}
    return [
        Trouvaille(
            ligne["nom"],
            adresse_de_la_fiche(request, ligne["slug"], ligne["ref"]),
            ligne["ou"],
            extraits[ligne["pk"]],
        )
        for ligne in _lignes(list(extraits))
    ]
