"""A geocoding service on loopback, of the shape of France's public one: search and search/csv."""

import csv
import io
import json
import threading
from email import message_from_bytes
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

COLONNES = (
    *("latitude", "longitude", "result_score", "result_type", "result_label"),
    "result_citycode",
)


def trouvee(score=0.95, type="housenumber", code="44109", position=(47.2101, -1.5602)):
    """The answer of the service that finds an address at *position*: a dict."""
    proprietes = {"label": "12 Rue du Port 44000 Nantes", "score": score, "type": type}
    return {
        "geometry": {"type": "Point", "coordinates": [position[1], position[0]]},
        "properties": proprietes | {"citycode": code, "postcode": "44000", "city": "Nantes"},
    }


def collection(*trouvees):
    """A FeatureCollection as bytes."""
    return json.dumps({"type": "FeatureCollection", "features": list(trouvees)}).encode()


class ServeurDAdresses:
    """``connues``: {start of the question: answer}; ``panne``: (state, headers, body) for all."""

    def __init__(self):
        self.connues, self.panne, self.demandes = {}, None, []
        self.bloque = threading.Event()
        self.bloque.set()
        self._port = 0
        self.demarrer()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._port}"

    def demarrer(self):
        self._serveur = ThreadingHTTPServer(("127.0.0.1", self._port), Guichet)
        self._serveur.maison = self
        self._port = self._serveur.server_port
        self._fil = threading.Thread(target=self._serveur.serve_forever, args=(0.02,))
        self._fil.start()

    def arreter(self):
        self.bloque.set()
        self._serveur.shutdown()
        self._serveur.server_close()
        self._fil.join()

    def trouver(self, question):
        return next((r for debut, r in self.connues.items() if question.startswith(debut)), None)


class Guichet(BaseHTTPRequestHandler):
    """One request; ``server.maison`` is the ServeurDAdresses."""

    def log_message(self, *args):
        """Silent."""

    def do_GET(self):
        maison, adresse = self.server.maison, urlsplit(self.path)
        demande = {nom: valeurs[0] for nom, valeurs in parse_qs(adresse.query).items()}
        maison.demandes.append(demande)
        maison.bloque.wait()
        if maison.panne:
            return self.repondre(*maison.panne)
        reponse = maison.trouver(demande["q"])
        corps = collection(*([reponse] if reponse else []))
        return self.repondre(200 if adresse.path == "/search" else 404, {}, corps)

    def do_POST(self):
        corps = self.rfile.read(int(self.headers["Content-Length"]))
        entete = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        colonnes, texte = [], ""
        for partie in message_from_bytes(entete + corps, policy=HTTP).iter_parts():
            nom = partie.get_param("name", header="content-disposition")
            if nom == "columns":
                colonnes.append(partie.get_content().strip())
            elif nom == "data":
                texte = partie.get_payload(decode=True).decode("utf-8-sig")
        self.repondre(200, {}, self.geocoder(texte, colonnes).encode())

    def geocoder(self, texte, colonnes):
        """*texte*, a CSV, with the columns that the service adds."""
        lignes = csv.DictReader(io.StringIO(texte), delimiter=";")
        sortie = io.StringIO()
        redacteur = csv.DictWriter(sortie, [*lignes.fieldnames, *COLONNES], delimiter=";")
        redacteur.writeheader()
        for ligne in lignes:
            if reponse := self.server.maison.trouver(" ".join(ligne[c] for c in colonnes)):
                dit, (longitude, latitude) = (
                    reponse["properties"],
                    reponse["geometry"]["coordinates"],
                )
                valeurs = (latitude, longitude, *(dit[n] for n in ("score", "type", "label")))
                ligne |= dict(zip(COLONNES, (*valeurs, dit["citycode"]), strict=True))
            redacteur.writerow(ligne)
        return sortie.getvalue()

    def repondre(self, etat, entetes, corps):
        self.send_response(etat)
        for nom, valeur in {"Content-Length": len(corps), **entetes}.items():
            self.send_header(nom, str(valeur))
        self.end_headers()
        try:
            self.wfile.write(corps)
        except OSError:
            self.close_connection = True  # the client had enough
