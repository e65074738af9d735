"""The history of a record in words: what Wagtail noted, what each write changed, who said so."""

from django.db.models import OuterRef, Q, Subquery
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.log_actions import LogFormatter
from wagtail.log_actions import registry as journaux
from wagtail.snippets.views.snippets import HistoryView

from annuaire import journal_en_mots
from annuaire.journal import CHANGER


class ColonneDuJournal(ActionColumn):
    """Wagtail's column, then the changes of the entry, one a line."""

    cell_template_name = "annuaire/administration/historique_cellule.html"


class ActeurHistoryView(HistoryView):
    """What happened to a record, newest first, at a constant number of queries."""

    template_name = "annuaire/administration/historique.html"

    @cached_property
    def columns(self):
        action, *autres = super().columns
        colonne = ColonneDuJournal(
            "message",
            label=action.label,
            object=self.object,
            url_names=action.url_names,
            user_can_unschedule=action.user_can_unschedule,
        )
        return [colonne, *autres]

    def get_base_queryset(self):
        """The last entry of each action of a request: of this record alone.

        Wagtail keeps the last one of the request, whatever the record: of fifty actors published
        at once, one would remember it.
        """
        entrees = journaux.get_logs_for_instance(self.object)
        meme = entrees.filter(uuid=OuterRef("uuid"), action=OuterRef("action"))
        derniere = Subquery(meme.order_by("-timestamp", "-id").values("id")[:1])
        return self._annotate_queryset(
            entrees.filter(Q(uuid__isnull=True) | Q(action=CHANGER) | Q(id=derniere))
        )

    def get_context_data(self, *args, **kwargs):
        contexte = super().get_context_data(*args, **kwargs)
        peut_voir = self.permission_policy.user_has_permission(self.request.user, "change")
        journal_en_mots.decrire(contexte["object_list"], prive=not peut_voir)
        contexte["naissance"] = self._naissance()
        return contexte

    def _naissance(self):
        """« Fiche créée le 3 mars 2026 par la source « … » »: imports note no entry for that."""
        jour = date_format(self.object.cree_le, "DATE_FORMAT")
        if self.object.source is None:
            return _("Fiche créée le %(jour)s.") % {"jour": jour}
        source = journal_en_mots.auteur(self.object.source.nom)
        return _("Fiche créée le %(jour)s par %(source)s.") % {"jour": jour, "source": source}


class ChangementFormatter(LogFormatter):
    """« 3 champs changés par la source « … » »."""

    label = gettext_lazy("Changer des champs")

    def format_message(self, log_entry):
        return journal_en_mots.titre(log_entry.data)


def formateur(libelle, phrase, complement="", champ=""):
    """A LogFormatter that says *phrase*, then *complement* with the fact *champ* of the entry."""

    class Formateur(LogFormatter):
        label = libelle

        def format_message(self, log_entry):
            valeur = log_entry.data.get(champ) if champ else None
            if not valeur:
                return str(phrase)
            jour = parse_date(valeur) if isinstance(valeur, str) and len(valeur) == 10 else None
            dit = date_format(jour, "DATE_FORMAT") if jour else valeur
            return f"{phrase} {complement % {'valeur': dit}}"

    return Formateur


# Code of an action → (its name in filters, what it did, what it adds, the fact that this says).
ACTIONS = {
    "verifier": (
        gettext_lazy("Vérifier"),
        gettext_lazy("Fiche vérifiée"),
        gettext_lazy("(le %(valeur)s)"),
        "verifie_le",
    ),
    "fermer": (
        gettext_lazy("Fermer"),
        gettext_lazy("Fermeture définitive notée"),
        gettext_lazy("(depuis le %(valeur)s)"),
        "ferme_le",
    ),
    "rouvrir": (gettext_lazy("Rouvrir"), gettext_lazy("Fiche rouverte")),
    "fusionner": (
        gettext_lazy("Fusionner"),
        gettext_lazy("Fiche fusionnée avec une autre"),
        gettext_lazy("(référence %(valeur)s)"),
        "fusionne_vers",
    ),
    "retirer": (gettext_lazy("Retirer"), gettext_lazy("Fiche retirée de l’annuaire")),
    "placer": (gettext_lazy("Placer"), gettext_lazy("Position proposée acceptée")),
    "ecarter": (gettext_lazy("Laisser à la commune"), gettext_lazy("Position proposée écartée")),
    "importer": (gettext_lazy("Importer"), gettext_lazy("Liste importée")),
    "annuler_import": (gettext_lazy("Annuler l’import"), gettext_lazy("Import annulé")),
    "traite": (gettext_lazy("Traiter"), gettext_lazy("Signalement traité")),
    "rejete": (gettext_lazy("Rejeter"), gettext_lazy("Signalement rejeté")),
    "suivre": (gettext_lazy("S’en occuper"), gettext_lazy("Signalement suivi par quelqu’un")),
    "laisser": (gettext_lazy("Laisser"), gettext_lazy("Signalement laissé à d’autres")),
}


def nommer_les_actions(actions):
    """What the history calls the verbs of the directory (a ``register_log_actions`` hook)."""
    for code, arguments in ACTIONS.items():
        actions.register_action(f"annuaire.{code}")(formateur(*arguments))
    actions.register_action(CHANGER)(ChangementFormatter)
