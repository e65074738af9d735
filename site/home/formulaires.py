"""Forms of pages: drawn, received, kept, told to the team, forgotten when their time is over.

No cookie, no token, no script. An answer is kept before anybody is written to: a mail server that
is down loses nothing.
"""

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.mail import EmailMessage
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import PageViewRestriction

from annuaire.adresses import maillons
from home.services import adresse_du_service
from socle.csrf import jeton
from socle.debits import adresse_client, autoriser
from socle.identite import identite_de

journal = logging.getLogger(__name__)
# Per network address and form, and per form: a person writes a few times, a machine hundreds.
PAR_ADRESSE = {"limite": 5, "fenetre_s": 3600}
PAR_FORMULAIRE = {"limite": 200, "fenetre_s": 24 * 3600}
RECU, ANCRE = "recu", "formulaire"


class SuiteForm(forms.Form):
    """What became of the form, in the address that the browser is sent to."""

    envoi = forms.ChoiceField(choices=[(RECU, RECU)])


@dataclass(frozen=True, slots=True)
class Pret:
    """A form ready to be drawn. ``mention``: [sentence] of what becomes of the answers."""

    page: Any
    form: Any
    adresse: str
    jeton: str
    mention: list
    donnees: str


def repondre(page, request):
    """Return the answer of a page with a form: the form, its errors, or the way to its thanks.

    400 when something must be corrected, 429 when too many came: what was typed is kept.
    """
    if request.method != "POST":
        return _page(page, request, contexte_du_formulaire(page, request))
    form = page.get_form(request.POST, page=page, auto_id="f-%s")
    if not form.is_valid():
        return _page(page, request, contexte_du_formulaire(page, request, form), 400)
    if not _permis(request, page):
        form.add_error(
            None, _("Vous avez envoyé beaucoup de messages\u202f: réessayez dans une heure.")
        )
        return _page(page, request, contexte_du_formulaire(page, request, form), 429)
    recevoir(page, form, identite_de(request))
    return HttpResponseRedirect(f"{request.path}?envoi={RECU}#{ANCRE}")


def _page(page, request, contexte, statut=200):
    contexte = {**page.get_context(request), **contexte}
    return TemplateResponse(request, page.get_template(request), contexte, status=statut)


def _permis(request, page):
    adresse = adresse_client(request)
    return autoriser(f"formulaire:{page.pk}:{adresse}", **PAR_ADRESSE) and autoriser(
        f"formulaire:{page.pk}", **PAR_FORMULAIRE
    )


def contexte_du_formulaire(page, request, form=None):
    """What home/formulaire.html draws; *form* when one was sent and must be corrected."""
    from home.pages import dessus

    suite = SuiteForm(request.GET)
    return {
        "maillons": maillons(request, *dessus(page, request)),
        "pret": preparer(page, request, form),
        "recu": suite.is_valid() and form is None,
        "identite": identite_de(request),
    }


def preparer(page, request, form=None, prefixe="f", questions=None):
    """The Pret of a page. *questions*: its fields, when they were read for several pages."""
    if form is None:
        constructeur = page.form_builder(page.get_form_fields() if questions is None else questions)
        form = constructeur.get_form_class()(page=page, auto_id=f"{prefixe}-%s")
    return Pret(
        page,
        form,
        page.get_url(request) or "",
        jeton(request),
        mention(page, request),
        adresse_du_service(request, "donnees"),
    )


def dessines(valeurs, request):
    """``{id of a value: Pret}`` of the FormulaireBlocks of a page, in two queries.

    A form that is not published, or not open to everybody, is not there.
    """
    from home.models import QuestionDeFormulaire

    pages = [valeur["page"] for valeur in valeurs if valeur["page"] and valeur["page"].live]
    if not pages or request is None:
        return {}
    fermes = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    questions = {}
    for question in QuestionDeFormulaire.objects.filter(page__in=pages):
        questions.setdefault(question.page_id, []).append(question)
    prets = {}
    for rang, valeur in enumerate(valeurs, 1):
        page = valeur["page"]
        if page and page.live and not page.path.startswith(fermes):
            siennes = questions.get(page.pk, [])
            prets[id(valeur)] = preparer(page, request, prefixe=f"f{rang}", questions=siennes)
    return prets


def mention(page, request):
    """[sentence] of what becomes of the answers (article 13 of the GDPR), without a gap."""
    identite = identite_de(request)
    phrases = [
        _("Vos réponses servent à %(finalite)s.") % {"finalite": page.finalite.rstrip(". ")},
        identite.editeur and _("Elles sont lues par %(editeur)s.") % {"editeur": identite.editeur},
        _("Elles sont effacées au bout de %(jours)d jours.") % {"jours": page.garde_jours},
        _("Ce qui nous y autorise : %(base)s.")
        % {"base": _en_suite(page.get_base_legale_display())},
    ]
    return [phrase for phrase in phrases if phrase]


def _en_suite(texte):
    """A label in the middle of a sentence."""
    return texte[:1].lower() + texte[1:]


def recevoir(page, form, identite):
    """Keep the answers of a valid form, tell the team; return the FormSubmission."""
    reponse = FormSubmission.objects.create(page=page, form_data=form.reponses)
    destinataires = [x.strip() for x in page.destinataires.split(",") if x.strip()]
    destinataires = destinataires or list(filter(None, [identite.editeur_courriel]))
    if destinataires:
        try:
            _courriel(page, form, destinataires).send()
        except Exception:  # kept all the same: the answer is in the administration
            journal.exception("Le courriel du formulaire %s n’est pas parti", page.pk)
    return reponse


def _courriel(page, form, destinataires):
    """What the team receives; answering it writes to the person, if they said where."""
    lignes = [
        _("%(question)s : %(reponse)s")
        % {"question": champ.label, "reponse": _en_mots(form.reponses[champ.name])}
        for champ in form.questions
    ]
    repondre_a = [
        form.reponses[champ.name]
        for champ in form.questions
        if isinstance(champ.field, forms.EmailField) and form.reponses[champ.name]
    ]
    sujet = _("Formulaire « %(titre)s »") % {"titre": page.title}
    return EmailMessage(
        " ".join(sujet.splitlines()), "\n\n".join(lignes), to=destinataires, reply_to=repondre_a[:1]
    )


def _en_mots(valeur):
    if isinstance(valeur, list):
        return ", ".join(valeur)
    if isinstance(valeur, bool):
        return _("oui") if valeur else _("non")
    if isinstance(valeur, date):
        return formats.date_format(valeur, "j F Y")
    return "" if valeur is None else str(valeur)


def purger(instant=None):
    """Delete the answers that were kept as long as their page says. Returns how many."""
    from home.models import ContactPage, FormulairePage

    instant = instant or timezone.now()
    effacees = 0
    for modele in (ContactPage, FormulairePage):
        for pk, jours in modele.objects.values_list("pk", "garde_jours"):
            vieilles = FormSubmission.objects.filter(
                page=pk, submit_time__lt=instant - timedelta(days=jours)
            )
            effacees += vieilles.delete()[0]
    return effacees
