"""What comes in is checked before anything reads it: a request that cannot be read gets a 400.

Everything that follows may then trust that the path, the query and the form are UTF-8 without
control characters, and that ``request.GET``, ``request.POST`` and ``request.get_host()`` do not
raise. Django alone answers a bare 500 to some of these (its error page reads the form again).
"""

import re
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.utils.translation import gettext as _

from . import erreurs

LONGUEUR_REQUETE = 8_000  # characters after « ? »; a search has a few hundreds
LONGUEUR_CHEMIN = 2_000
# Text areas send tabs and line ends; nothing sends the others but a mistake or an attack.
COMMANDES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FINS_DE_LIGNE = re.compile(r"[\t\n\r]")
TYPES_DE_FORMULAIRE = ("application/x-www-form-urlencoded", "multipart/form-data")


class EntreeRefusee(Exception):  # noqa: N818 (the matter is named in French)
    """A request that cannot be read; ``phrase`` is the sentence shown."""

    @property
    def phrase(self):
        return str(self.args[0])


class EntreesMiddleware:
    """Answer 400, in words, to what cannot be read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            # Nobody has said the language yet: that of the request before is still there.
            with translation.override(settings.LANGUAGE_CODE):
                verifier(request)
        except EntreeRefusee as refus:
            translation.activate(settings.LANGUAGE_CODE)
            return erreurs.requete_refusee(request, refus)
        return self.get_response(request)


def verifier(request):
    """Read everything of *request* that can be wrong. Raises EntreeRefusee with a sentence."""
    _verifier_hote(request)
    _verifier_chemin(request)
    _verifier_parametres(request)
    if any(COMMANDES.search(valeur) for valeur in request.COOKIES.values()):
        raise EntreeRefusee(_("Un témoin de connexion est abîmé : effacez-le et revenez."))
    if request.method == "POST":
        _verifier_formulaire(request)


def _verifier_hote(request):
    try:
        request.get_host()
    except SuspiciousOperation as erreur:
        raise EntreeRefusee(_("Ce site ne répond pas à ce nom.")) from erreur


def _verifier_chemin(request):
    # Django has already written « %FF » for bytes that are not UTF-8: such an address is not found.
    chemin = request.path_info
    if len(chemin) > LONGUEUR_CHEMIN or COMMANDES.search(chemin) or FINS_DE_LIGNE.search(chemin):
        raise EntreeRefusee(_("Cette adresse n’est pas lisible."))


def _verifier_parametres(request):
    brut = request.META.get("QUERY_STRING", "")
    if len(brut) > LONGUEUR_REQUETE:
        raise EntreeRefusee(_("Cette adresse est trop longue : raccourcissez la recherche."))
    if not _est_utf8(unquote_to_bytes(brut.encode("latin-1", "replace"))):
        raise EntreeRefusee(_("Cette adresse n’est pas lisible."))
    try:
        _refuser_les_commandes(request.GET)
    except SuspiciousOperation as erreur:
        raise EntreeRefusee(_("Cette adresse porte trop de paramètres.")) from erreur


def _verifier_formulaire(request):
    """Read the form, so that nothing later meets a body that cannot be read."""
    if request.content_type not in TYPES_DE_FORMULAIRE:
        return
    charset = request.content_params.get("charset", "utf-8").strip("\"' ").lower()
    if charset not in ("utf-8", "utf8"):
        raise EntreeRefusee(_("Ce formulaire n’est pas en UTF-8."))
    try:
        valeurs = request.POST
    except (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError) as erreur:
        raise EntreeRefusee(_("Ce formulaire n’est pas lisible ou il est trop gros.")) from erreur
    if any("\0" in texte for cle, liste in valeurs.lists() for texte in (cle, *liste)):
        raise EntreeRefusee(_("Ce formulaire contient un caractère interdit."))


def _refuser_les_commandes(valeurs):
    for cle, liste in valeurs.lists():
        if any(COMMANDES.search(texte) for texte in (cle, *liste)):
            raise EntreeRefusee(_("Cette adresse contient un caractère interdit."))


def _est_utf8(octets):
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True
