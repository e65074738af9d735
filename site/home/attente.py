"""What waits for somebody in the pages: the cards that this room puts in « À faire »."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from home.avancement import avancement
from home.liens_casses import liens_casses
from socle.a_faire import a_faire

# Somebody who agreed long ago may have changed their mind: they are asked again.
AGE_D_UN_ACCORD = timedelta(days=3 * 365)


def enregistrer():
    """Put the cards in the dashboard."""
    a_faire.enregistrer(
        "relecture", ordre=10, titre=gettext_lazy("Relecture"), icone="tasks", lignes=relecture
    )
    a_faire.enregistrer(
        "pages", ordre=30, titre=gettext_lazy("Pages"), icone="doc-empty-inverse", lignes=pages
    )
    a_faire.enregistrer(
        "traductions", ordre=40, titre=gettext_lazy("Traductions"), icone="site", lignes=traductions
    )
    a_faire.enregistrer(
        "temoignages",
        ordre=50,
        titre=gettext_lazy("Témoignages"),
        icone="openquote",
        lignes=temoignages,
    )


def relecture(request):
    """What waits for the one who is signed in to approve, and what came back to them."""
    lignes = []
    a_relire = TaskState.objects.reviewable_by(request.user).count()
    if a_relire:
        phrase = ngettext(
            "%(n)d contenu soumis attend votre relecture",
            "%(n)d contenus soumis attendent votre relecture",
            a_relire,
        )
        adresse = f"{reverse('wagtailadmin_reports:workflow_tasks')}?reviewable=true"
        lignes.append((phrase % {"n": a_relire}, adresse))
    revenus = WorkflowState.objects.filter(
        requested_by=request.user, status=WorkflowState.STATUS_NEEDS_CHANGES
    ).count()
    if revenus:
        phrase = ngettext(
            "%(n)d de vos contenus attend des changements",
            "%(n)d de vos contenus attendent des changements",
            revenus,
        )
        adresse = reverse("wagtailadmin_reports:workflow")
        choix = f"?status={WorkflowState.STATUS_NEEDS_CHANGES}&requested_by={request.user.pk}"
        lignes.append((phrase % {"n": revenus}, adresse + choix))
    return lignes


def peut_modifier_des_pages(compte):
    """Whether an account may change a page somewhere."""
    return policy_registry.get_by_type(Page).user_has_permission(compte, "change")


def pages(request):
    """Links that lead nowhere."""
    if not peut_modifier_des_pages(request.user):
        return []
    nombre = len(liens_casses())
    if not nombre:
        return []
    phrase = ngettext("%(n)d lien interne cassé", "%(n)d liens internes cassés", nombre)
    return [(phrase % {"n": nombre}, reverse("home_redaction:liens_casses"))]


def peut_traduire(compte):
    """Whether an account may ask for translations."""
    return compte.has_perm("wagtail_localize.submit_translation")


def traductions(request):
    """Published pages that a language lacks."""
    if not peut_traduire(request.user):
        return []
    adresse = reverse("home_redaction:avancement")
    return [
        (
            ngettext(
                "%(langue)s : %(n)d page à traduire sur %(total)d",
                "%(langue)s : %(n)d pages à traduire sur %(total)d",
                fait.pages.manquent,
            )
            % {
                "langue": fait.locale.get_display_name(),
                "n": fait.pages.manquent,
                "total": fait.pages.total,
            },
            adresse,
        )
        for fait in avancement()
        if fait.pages.manquent
    ]


def temoignages(request):
    """Words whose consent is old."""
    from home.models import Temoignage

    if not request.user.has_perm("home.change_temoignage"):
        return []
    avant = timezone.localdate() - AGE_D_UN_ACCORD
    nombre = Temoignage.objects.filter(retire_le=None, accord_le__lt=avant).count()
    if not nombre:
        return []
    phrase = ngettext(
        "%(n)d témoignage dont l’accord a plus de trois ans",
        "%(n)d témoignages dont l’accord a plus de trois ans",
        nombre,
    )
    liste = reverse(Temoignage.snippet_viewset.get_url_name("list"))
    return [(phrase % {"n": nombre}, f"{liste}?ordering=accord_le")]
