"""What people wrote of themselves inside free texts: taken out of them, kept as private contacts.

A mobile number or the mailbox of a person in a description would be published with it. The rule
is that of the contacts (``contacts.publiable_sans_accord``): landlines and generic mailboxes stay.
"""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from annuaire.contacts import publiable_sans_accord, verifier_contact

TEXTES = (
    "nom",
    "raison_sociale",
    "sigle",
    "forme_juridique",
    "accroche",
    "description",
    "offre",
    "horaires",
)
TEXTES_DU_LIEU = ("nom", "adresse", "complement", "localite", "acces", "accessibilite")
_SEP = r"[\s.\-‐‑–—_·•]{0,3}"  # hyphens and dashes as people type them
# Arcep's plan: ten digits that start with 06 or 07, nine after +33, whatever groups they make.
_MOBILE = re.compile(
    rf"(?<!\d)(?:\(?(?:\+|00)[\s.]?33\)?{_SEP}(?:\(0\)|0)?|0){_SEP}[67](?:{_SEP}\d){{8}}(?!\d)"
    r"|(?<!\d)0[67]/\d\d/\d\d/\d\d/\d\d(?![\d/])"
)
_INDICATIF = re.compile(r"(?<![\d+])00(?=[\s.]?[1-9](?:[\s.()/-]?\d){7})")
# « 06.07.2024 10 h 30 », « 06000-06100 », « 3.0612345678 » have as many digits.
_DATE = re.compile(
    r"\d\d([./-])(?:0[1-9]|1[0-2])\1(?:\d\d)?\d\d(?!\d|\1)|\d\d[./-](?:19|20)\d\d[^\d./-]"
)
_CODES_POSTAUX = re.compile(r"\d{5}\D+\d{5}$")
_DECIMALE = re.compile(r"(?<!\d)\d{1,3}[.,]$")
# The model's length may have cut a number in two.
_COUPE = re.compile(rf"[\s,;:]*(?<!\d)(?:(?:\+|00)33{_SEP}|0)[67](?:{_SEP}\d){{3,7}}\W{{0,3}}…$")
_COURRIEL = re.compile(
    r"(?<![\w.+%@-])(?:mailto:)?([\w.+%-]+)\s?(?:@|[\[(](?:at|arobase|@)[\])])\s?"
    r"([\w-]+(?:\.[\w-]+)+)",
    re.IGNORECASE,
)
# Neither a number nor a mailbox is written without one of these: most texts have none.
_SUSPECT = re.compile(r"[\d@\[(]")
_TROU = "\x00"  # no text of a list holds it: control signs are gone
_ANNONCE = (
    r"(?:\b(?:t[ée]l(?:[ée]phone)?|portable|port|mobile|mob|gsm|e-?mail|mail|courriel|m[èe]l)\b\.?"
    r"|[☎📞📱✆✉📧]\ufe0f?)"
)
_PROPRE = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
_NOM = rf"{_PROPRE}(?:\s+(?:de\s+|du\s+|le\s+|d[’'])?{_PROPRE}){{0,2}}"
_CIVILITE = r"(?:M\.|MM\.|Mr\.?|Mme\.?|Mlle\.?|Monsieur|Madame|Mademoiselle)"
_MENAGE = (
    # Whose number it is: « Contact : Mme Martine Durand 06… », « 06… (Jean-René) ».
    (re.compile(rf"(?:\b{_CIVILITE}\s+{_NOM})[^\S\n]*[,:–-]?[^\S\n]*\x00"), _TROU),
    (
        re.compile(
            rf"\b([Cc]ontacte[rz]?|[Cc]ontacts?|[Aa]ppelez|[Rr]éférente?)\s*:?\s*{_NOM}"
            r"[^\S\n]*[,:–-]?[^\S\n]*\x00"
        ),
        rf"\1 {_TROU}",
    ),
    (re.compile(rf"\x00[^\S\n]*\([^\S\n]*(?:{_CIVILITE}\s+)?{_NOM}[^\S\n]*\)"), _TROU),
    (
        re.compile(rf"(?:{_ANNONCE}[^\S\n]*(?:\([^()\n]{{0,20}}\))?[^\S\n]*:?[^\S\n]*)+\x00", re.I),
        _TROU,
    ),
    (re.compile(r"\bcontact\b[^\S\n]*:?[^\S\n]*\x00(?=[^\S\n]*(?:[.)\n]|$))", re.I), _TROU),
    (re.compile(r"\x00(?:[^\S\n]*(?:[,;/|–-]|\bet\b|\bou\b)?[^\S\n]*\x00)+"), _TROU),
    (re.compile(r"[(\[<«][^\S\n]*\x00[^\S\n]*[)\]>»]"), _TROU),
    (re.compile(r"[^\S\n]*[,;:/|–-][^\S\n]*\x00(?=[^\S\n]*(?:[.,;)\n]|$))"), ""),
    (re.compile(r"(^|\n)[^\S\n]*\x00[^\S\n]*(?:[.,;:/|–-][^\S\n]*)?"), r"\1"),
    (re.compile(r"[^\S\n]*\x00(?=[^\S\n]*(?:[.,)\]\n]|$))"), ""),
    (re.compile(r"[^\S\n]*\x00(?=[^\S\n]+[:;!?»])"), ""),
    (re.compile(r"[^\S\n]*\x00[^\S\n]*"), " "),
    (re.compile(r"[^\S\n]+(?=\n|$)"), ""),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def proteger(fiche):
    """Take the mobiles and mailboxes of people out of the texts of a Fiche, and keep them apart.

    They become private contacts, each with a remark. A second passage finds nothing.
    """
    trouves = {}
    for rangee, noms in _rangees(fiche.champs):
        for nom in noms:
            if isinstance(rangee.get(nom), str):
                rangee[nom] = _nettoyer(fiche, nom, rangee[nom], trouves)
    if mots := fiche.champs.get("etiquettes"):
        propres = (_nettoyer(fiche, "etiquettes", mot, trouves) for mot in mots)
        fiche.champs["etiquettes"] = list(dict.fromkeys(mot for mot in propres if mot))
    if fiche.nom:
        fiche.nom = expurger(fiche.nom)[0]
        if not fiche.nom and not fiche.refus:
            fiche.refus = _("sans nom, sauf un numéro ou une adresse de personne")
    for (genre, valeur), _vrai in trouves.items():
        _garder(fiche, genre, valeur)


def expurger(texte):
    """Return (the text without what people did not publish, the set of (kind, value) it held)."""
    trouves = set()
    while _SUSPECT.search(texte):
        # Two halves may meet once something between them is gone.
        troue = _COURRIEL.sub(lambda t: _courriel(t, trouves), _sans_telephones(texte, trouves))
        troue = _COUPE.sub("…", troue)
        if troue == texte:
            return texte, trouves
        for motif, par in _MENAGE:
            troue = motif.sub(par, troue)
        texte = troue.strip()
    return texte, trouves


def _rangees(champs):
    yield champs, TEXTES
    for lieu in champs.get("lieux") or ():
        yield lieu, TEXTES_DU_LIEU


def _nettoyer(fiche, nom, texte, trouves):
    propre, retires = expurger(texte)
    if propre != texte:
        fiche.remarquer(
            "contact",
            _("« %s » : mobile ou adresse électronique d’une personne, retiré du texte.") % nom,
        )
    trouves.update(dict.fromkeys(sorted(retires)))
    return propre


def _sans_telephones(texte, trouves):
    texte = _MOBILE.sub(lambda t: _mobile(t, trouves), texte)
    # Elsewhere, overseas included, only the plan of each country tells a mobile. The library, which
    # is not told where people dial from, knows no « 00 »: it is given a « + » of the same length.
    international = _INDICATIF.sub(" +", texte)
    if "+" not in international and "＋" not in international:
        return texte
    for trouve in reversed(list(phonenumbers.PhoneNumberMatcher(international, None))):
        valeur = phonenumbers.format_number(trouve.number, phonenumbers.PhoneNumberFormat.E164)
        if not publiable_sans_accord("telephone", valeur, personne_morale=True):
            trouves.add(("telephone", valeur))
            debut = trouve.start - (texte[trouve.start] == "0")
            texte = texte[:debut] + _TROU + texte[trouve.end :]
    return texte


def _mobile(trouve, trouves):
    ecrit = trouve.group()
    decimale = ecrit.isdigit() and _DECIMALE.search(trouve.string, 0, trouve.start())
    if decimale or _DATE.match(ecrit) or _CODES_POSTAUX.match(ecrit):
        return ecrit
    chiffres = "".join(str(int(signe)) for signe in ecrit if signe.isdecimal())
    trouves.add(("telephone", f"+33{chiffres[-9:]}"))
    return _TROU


def _courriel(trouve, trouves):
    valeur = f"{trouve[1]}@{trouve[2]}"
    if publiable_sans_accord("email", valeur, personne_morale=True):
        return trouve.group()
    trouves.add(("email", valeur))
    return _TROU


def _garder(fiche, genre, valeur):
    try:
        propre = verifier_contact(genre, valeur)
    except ValidationError:
        return  # out of the text all the same
    lignes = fiche.champs.setdefault(f"contacts.{genre}", [])
    if len(propre) <= 255 and propre not in (ligne["valeur"] for ligne in lignes):
        lignes.append({"valeur": propre, "libelle": "", "personne": "", "public": False})
