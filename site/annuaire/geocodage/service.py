"""The client of a geocoding service shaped like France's public one (Base Adresse Nationale).

``GET {url}/search?q=…&citycode=…|postcode=…&limit=1&autocomplete=0`` answers a GeoJSON
FeatureCollection. Documented by https://adresse.data.gouv.fr and the Géoplateforme of IGN.
"""

import json
import math
import re
import threading
import time
from dataclasses import dataclass

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.exceptions import HTTPError

CONNEXION_S, LECTURE_S, EN_TOUT_S = 3.05, 10, 20
OCTETS_MAX = 256 * 1024
SIGNES_MAX = 200  # the service refuses longer questions
ATTENTE_MAX_S = 3600
# Their arrondissements are communes to the service, one commune to us.
A_ARRONDISSEMENTS = ("13055", "69123", "75056")
_DEBUT = re.compile(r"^[\W_]+")


class ServiceIndisponible(Exception):  # noqa: N818 (names of the matter are French)
    """Nothing is known of the address: ask again, in ``attendre_s`` seconds at least."""

    def __init__(self, phrase, attendre_s=0):
        super().__init__(phrase)
        self.attendre_s = attendre_s


class AdresseRefusee(Exception):  # noqa: N818 (idem)
    """The service answers, and will never read this address."""


@dataclass(frozen=True)
class Reponse:
    """What a geocoder found. ``score``: 0 to 1; ``type``: the service's; position: WGS 84."""

    latitude: float
    longitude: float
    score: float
    type: str
    libelle: str = ""
    code_insee: str = ""


def reponse_sure(latitude, longitude, score, **textes):
    """Return a Reponse, or raise ValueError when its numbers are not a position and a score."""
    latitude, longitude, score = float(latitude), float(longitude), float(score)
    finis = all(map(math.isfinite, (latitude, longitude, score)))
    if not (finis and -90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("position")
    if not 0 <= score <= 1.001:  # scores of the service may be rounded past one
        raise ValueError("score")
    return Reponse(latitude, longitude, min(score, 1.0), **textes)


class Service:
    """One service, asked at a steady pace. *attendre*: how to wait some seconds."""

    def __init__(self, url=None, par_seconde=None, attendre=None):
        self.url = (settings.GEOCODAGE_URL if url is None else url).rstrip("/")
        par_seconde = settings.GEOCODAGE_PAR_SECONDE if par_seconde is None else par_seconde
        self._pas = 1 / par_seconde if par_seconde > 0 else 0
        self._attendre = attendre or threading.Event().wait
        self._prochain = 0.0
        self._session = requests.Session()
        # Compressed bytes would hide their size; no redirect is ever followed.
        self._session.headers.update(
            {"User-Agent": f"Tissage ({settings.WAGTAILADMIN_BASE_URL})"}
            | {"Accept": "application/json", "Accept-Encoding": "identity"}
        )

    def close(self):
        """Let the connections go."""
        self._session.close()

    def chercher(self, texte, *, code_insee="", code_postal=""):
        """Return the best Reponse for an address, None when there is none.

        The commune's code narrows it, else the postcode. Raises ServiceIndisponible or
        AdresseRefusee.
        """
        question = _DEBUT.sub("", texte)[:SIGNES_MAX]
        if len(question) < 3:
            raise AdresseRefusee(texte)
        demande = {"q": question, "limit": 1, "autocomplete": 0}
        if code_insee and code_insee not in A_ARRONDISSEMENTS:
            demande["citycode"] = code_insee
        elif code_postal:
            demande["postcode"] = code_postal
        return _lire(self._demander(demande))

    def _demander(self, demande):
        self._patienter()
        fin = time.monotonic() + EN_TOUT_S
        try:
            with self._session.get(
                f"{self.url}/search",
                params=demande,
                timeout=(CONNEXION_S, LECTURE_S),
                allow_redirects=False,
                stream=True,
            ) as reponse:
                _verifier_etat(reponse)
                return _corps(reponse, fin)
        except (requests.RequestException, HTTPError, OSError, ValueError) as erreur:
            raise ServiceIndisponible(
                _("Le service ne répond pas (%s).") % type(erreur).__name__
            ) from erreur

    def _patienter(self):
        reste = self._prochain - time.monotonic()
        if reste > 0:
            self._attendre(reste)
        self._prochain = time.monotonic() + self._pas


def _verifier_etat(reponse):
    etat = reponse.status_code
    if etat == 200:
        return
    if etat in (400, 422):
        raise AdresseRefusee(str(etat))
    if 300 <= etat < 400:
        raise ServiceIndisponible(_("Le service renvoie à une autre adresse : corrigez-la."))
    attente = reponse.headers.get("Retry-After", "")
    attendre_s = min(int(attente), ATTENTE_MAX_S) if re.fullmatch(r"\d{1,9}", attente) else 0
    raise ServiceIndisponible(_("Le service répond par l’erreur %s.") % etat, attendre_s)


def _corps(reponse, fin):
    """The bytes of an answer: no more than OCTETS_MAX, not after *fin* (monotonic seconds)."""
    corps = bytearray()
    while tranche := reponse.raw.read1(16_384, decode_content=False):
        corps += tranche
        if len(corps) > OCTETS_MAX:
            raise ServiceIndisponible(_("Le service répond trop longuement."))
        if time.monotonic() > fin:
            raise ServiceIndisponible(_("Le service répond trop lentement."))
    return bytes(corps)


def _lire(corps):
    try:
        trouvees = json.loads(corps)["features"]
        if not isinstance(trouvees, list):
            raise TypeError("features")
        if not trouvees:
            return None
        longitude, latitude = trouvees[0]["geometry"]["coordinates"][:2]
        dit = trouvees[0]["properties"]
        return reponse_sure(
            latitude,
            longitude,
            dit["score"],
            type=_texte(dit.get("type"), 20),
            libelle=_texte(dit.get("label"), 255),
            code_insee=_texte(dit.get("citycode"), 5),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as erreur:
        raise ServiceIndisponible(_("La réponse du service ne se lit pas.")) from erreur


def _texte(valeur, longueur):
    return valeur.replace("\0", "")[:longueur] if isinstance(valeur, str) else ""
