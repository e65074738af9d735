"""What a draft must obey before it is published, whichever way it is: form, workflow, by the lot.

A draft may hold what its form refused to publish, or what was right when it was saved. The
database would refuse it by an error page; here it is refused by sentences.
"""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations


def verifier_avant_publication(acteur):
    """Raise ValidationError, in sentences, when *acteur* (a draft in memory) breaks a rule."""
    phrases = []
    try:
        acteur.full_clean()
    except ValidationError as erreur:
        phrases += _phrases(acteur, erreur)
    for relation in get_all_child_relations(type(acteur)):
        for partie in getattr(acteur, relation.get_accessor_name()).all():
            try:
                # Its own key is checked against the live rows, whatever draft it comes from.
                partie.full_clean(exclude=[relation.field.name, "id"])
            except ValidationError as erreur:
                phrases += _phrases(partie, erreur)
    langues = [traduction.locale_id for traduction in acteur.traductions.all()]
    if len(langues) > len(set(langues)):
        from annuaire.models.traductions import DEJA_TRADUIT

        phrases.append(str(DEJA_TRADUIT))
    if phrases:
        raise ValidationError(list(dict.fromkeys(phrases)))


def _phrases(objet, erreur):
    """« SIRET : Ce SIRET n’existe pas. », one a fault."""
    if not hasattr(erreur, "error_dict"):
        return erreur.messages
    phrases = []
    for nom, messages in erreur.message_dict.items():
        if nom == NON_FIELD_ERRORS:
            phrases += messages
            continue
        champ = capfirst(str(objet._meta.get_field(nom).verbose_name))
        phrases += [_("%(champ)s : %(faute)s") % {"champ": champ, "faute": m} for m in messages]
    return phrases
