"""What every sheet of the guide must hold: « Comment nous écrivons le guide », as rules.

``examiner(fiche)`` reads a published FichePage in French; the glossary and testimonies have rules
of their own. Faults are sentences for editors.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from annuaire.tirages import Criteres, tirer
from home.lisibilite import lisibilite, phrases, plat
from home.textes import mots
from socle.glossaire import mots_de

MOTS_MIN, MOTS_MAX = 450, 900
SOURCES_MIN, GLOSSAIRE_MIN = 2, 3
LISIBILITE_MIN, PHRASE_MOYENNE_MAX = 60, 15
RESUME_MIN, RESUME_MAX, RESUME_PHRASE_MAX = 5, 8, 14
ALTERNATIVE_MAX = 30
DEFINITION_MAX, GLOSSAIRE_TERMES_MIN = 60, 40
ANNEE = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
CHIFFRE = re.compile(
    r"\b\d[\d ]*(?:,\d+)?\s?(?:%|€|euros?\b|millions?\b|milliards?\b|emplois?\b|salariés?\b"
    r"|structures?\b|habitants?\b|kilomètres?\b)"
)
ARTICLE = re.compile(r"\b([LRD]\.) (\d[\d-]*\d)")
LOI = re.compile(r"\b[Ll]oi du (\d+(?:er)? \w+ \d{4})")
FIN_DE_BLOC = re.compile(r"</(?:p|li|h3)>")


@dataclass
class Examen:
    """What was read of a sheet: counts, and faults as sentences."""

    titre: str
    mots: int = 0
    sources: int = 0
    sans_date: int = 0
    glossaire: int = 0
    recherches: int = 0
    lisibilite: float = 0.0
    par_phrase: float = 0.0
    resume: float = 0.0
    fautes: list = field(default_factory=list)

    def exiger(self, condition, faute, /, **valeurs):
        """Note the fault *faute* unless *condition* holds."""
        if not condition:
            self.fautes.append(faute % valeurs if valeurs else faute)


def examiner(fiche):
    """The Examen of a FichePage."""
    examen = Examen(fiche.title)
    resume = [plat(ligne) for ligne in fiche.resume.splitlines() if ligne.strip()]
    corps = [plat(texte) for bloc in fiche.corps for texte in textes_du_bloc(bloc)]
    tout = [plat(fiche.chapo), *resume, *corps]
    examen.mots = sum(len(mots(texte)) for texte in tout)
    examen.exiger(
        MOTS_MIN <= examen.mots <= MOTS_MAX,
        _("%(n)d mots : il en faut entre %(min)d et %(max)d."),
        n=examen.mots,
        min=MOTS_MIN,
        max=MOTS_MAX,
    )
    _entree(examen, fiche, resume)
    _lecture(examen, corps)
    _sources(examen, fiche)
    _chiffres(examen, fiche, tout)
    _lois(examen, fiche, corps)
    _recherches(examen, fiche)
    _figures(examen, fiche)
    trouves = mots_de(" ".join(tout), settings.LANGUAGE_CODE)
    examen.glossaire = len(trouves)
    examen.exiger(
        len(trouves) >= GLOSSAIRE_MIN, _("%(n)d mot(s) du glossaire seulement."), n=len(trouves)
    )
    return examen


def textes_du_bloc(bloc):
    """The plain texts of a block that readers read, one a paragraph; figures and drawings apart."""
    valeur, nature = bloc.value, bloc.block_type
    if nature == "paragraphe":
        return _paragraphes(valeur.source)
    if nature in ("intertitre", "citation"):
        return [valeur["texte"]]
    if nature == "encadre":
        return [valeur["titre"], *_paragraphes(valeur["texte"].source)]
    if nature == "etapes":
        return [etape[nom] for etape in valeur["etapes"] for nom in ("titre", "texte")]
    if nature == "accordeon":
        volets = valeur["elements"]
        titres = [volet["titre"] for volet in volets]
        return [t for volet in volets for t in _paragraphes(volet["texte"].source)] + titres
    if nature == "appel":
        return [valeur["texte"], valeur["libelle"]]
    if nature == "tableau":
        rangees = [valeur["entetes"], *valeur["lignes"]]
        return [valeur["legende"], *(case for rangee in rangees for case in rangee if case)]
    if nature == "chiffres":
        return [" ".join((c["valeur"], c["unite"], c["libelle"])) for c in valeur["chiffres"]]
    return []


def _paragraphes(html):
    morceaux = (strip_tags(morceau) for morceau in FIN_DE_BLOC.split(html))
    return [morceau for morceau in morceaux if morceau.strip()]


def _entree(examen, fiche, resume):
    """The standfirst is one sentence; the summary, short lines in easy French."""
    examen.exiger(len(phrases(fiche.chapo)) == 1, _("Le chapô compte une phrase."))
    examen.exiger(
        RESUME_MIN <= len(resume) <= RESUME_MAX,
        _("Le résumé compte %(n)d lignes : il en faut entre %(min)d et %(max)d."),
        n=len(resume),
        min=RESUME_MIN,
        max=RESUME_MAX,
    )
    for phrase in (phrase for ligne in resume for phrase in phrases(ligne)):
        examen.exiger(
            len(mots(phrase)) <= RESUME_PHRASE_MAX,
            _("Phrase longue au résumé : %(phrase)s"),
            phrase=phrase,
        )
    examen.resume, _moyenne = lisibilite(resume)
    examen.exiger(
        examen.resume >= LISIBILITE_MIN, _("Résumé peu lisible (%(n).0f)."), n=examen.resume
    )


def _lecture(examen, corps):
    prose = [texte for texte in corps if len(mots(texte)) > 3 and texte[-1:] in ".!?…»"]
    examen.lisibilite, examen.par_phrase = lisibilite(prose)
    examen.exiger(
        examen.lisibilite >= LISIBILITE_MIN, _("Lisibilité %(n).0f."), n=examen.lisibilite
    )
    examen.exiger(
        examen.par_phrase <= PHRASE_MOYENNE_MAX,
        _("Phrases de %(n).1f mots en moyenne."),
        n=examen.par_phrase,
    )


def _sources(examen, fiche):
    examen.sources = len(fiche.sources)
    examen.exiger(examen.sources >= SOURCES_MIN, _("%(n)d source(s)."), n=examen.sources)
    for bloc in fiche.sources:
        lu = bloc.value["consulte_le"]
        examen.exiger(
            isinstance(lu, date) and lu <= timezone.localdate(),
            _("Source sans date de consultation : %(titre)s"),
            titre=bloc.value["titre"],
        )


def _chiffres(examen, fiche, tout):
    """Every figure has its year; those of « chiffres clés » a source of the sheet too."""
    titres = {bloc.value["titre"] for bloc in fiche.sources}
    cles = [c for b in fiche.corps if b.block_type == "chiffres" for c in b.value["chiffres"]]
    for chiffre in cles:
        dit = plat(" ".join((chiffre["valeur"], chiffre["unite"])))
        if not ANNEE.search(chiffre["date"] or ""):
            examen.sans_date += 1
            examen.exiger(False, _("Chiffre sans date : %(dit)s"), dit=dit)
        examen.exiger(
            chiffre["source"] in titres, _("Chiffre sans source connue : %(dit)s"), dit=dit
        )
    deja = {plat(" ".join((c["valeur"], c["unite"], c["libelle"]))) for c in cles}
    for phrase in (p for texte in tout if texte not in deja for p in phrases(texte)):
        if CHIFFRE.search(phrase) and not ANNEE.search(phrase):
            examen.sans_date += 1
            examen.exiger(False, _("Chiffre sans date : %(dit)s"), dit=phrase)
    for bloc in (b for b in fiche.corps if b.block_type == "citation" and b.value["source"]):
        examen.exiger(bloc.value["source"] in titres, _("Citation sans source connue."))


def _lois(examen, fiche, corps):
    """A law goes with its article, and both stand in the laws of the sheet."""
    lois = [bloc.value for bloc in fiche.lois]
    examen.exiger(lois, _("Aucun texte de loi."))
    for loi in lois:
        examen.exiger(
            re.search(r"\barticles?\b", loi["article"]),
            _("Loi sans article : %(loi)s"),
            loi=loi["texte"],
        )
    connus = _articles(plat(" ; ".join(loi["article"] for loi in lois)))
    textes = [plat(loi["texte"]).lower() for loi in lois]
    for passage in corps:
        for cite in sorted(_articles(passage) - connus):
            examen.exiger(False, _("Article absent des textes de loi : %(cite)s"), cite=cite)
        if re.search(r"\b(?:loi n°|décret n°|règlement \(UE\))", passage, re.IGNORECASE):
            examen.exiger(
                re.search(r"\barticles?\b", passage, re.IGNORECASE),
                _("Loi sans article : %(loi)s"),
                loi=passage[:90],
            )
        for cite in LOI.findall(passage):
            examen.exiger(
                any(cite.lower() in texte for texte in textes),
                _("Loi absente des textes de loi : %(cite)s"),
                cite=cite,
            )


def _articles(texte):
    """« L. 7331-1 » and the like, those between two of a range included."""
    cites = {f"{code} {numero}" for code, numero in ARTICLE.findall(texte)}
    bornes = re.findall(r"([LRD]\. \d[\d-]*)-(\d+) à [LRD]\. \d[\d-]*-(\d+)", texte)
    for base, debut, fin in bornes:
        cites |= {f"{base}-{n}" for n in range(int(debut), int(fin) + 1)}
    return cites


def _recherches(examen, fiche):
    """One live search at least, and each finds somebody today."""
    blocs = [b for b in fiche.corps if b.block_type in ("acteurs", "appel")]
    for bloc in blocs:
        if bloc.block_type == "appel" and (bloc.value["page"] or bloc.value["adresse"]):
            continue
        criteres = Criteres.de(bloc.value["criteres"])
        if bloc.block_type == "acteurs" and any(bloc.value["choisis"]):
            continue
        titre = bloc.value.get("titre") or bloc.value.get("libelle")
        examen.exiger(criteres, _("Recherche sans critère : %(titre)s"), titre=titre)
        examen.exiger(
            not criteres or tirer(criteres, 1)[0],
            _("Recherche qui ne trouve personne : %(titre)s"),
            titre=titre,
        )
        examen.recherches += 1
    examen.exiger(examen.recherches, _("Aucune recherche dans l’annuaire."))


def _figures(examen, fiche):
    for bloc in (b for b in fiche.corps if b.block_type == "figure"):
        court, long = len(mots(bloc.value["alternative"])), len(mots(bloc.value["description"]))
        examen.exiger(
            court <= ALTERNATIVE_MAX < long,
            _("Figure : une phrase de trente mots au plus, et une description plus longue."),
        )


def fautes_du_glossaire(lignes):
    """Sentences about MotDuGlossaire rows of one language."""
    lignes = list(lignes)
    fautes, vues = [], {}
    if len(lignes) < GLOSSAIRE_TERMES_MIN:
        fautes.append(_("Glossaire : %(n)d mots seulement.") % {"n": len(lignes)})
    for mot in lignes:
        n = len(mots(plat(mot.definition)))
        if n > DEFINITION_MAX:
            fautes.append(_("%(terme)s : définition de %(n)d mots.") % {"terme": mot.terme, "n": n})
        for forme in mot.formes:
            if forme in vues:
                valeurs = {"forme": forme, "un": vues[forme], "autre": mot.terme}
                fautes.append(_("« %(forme)s » mène à %(un)s et à %(autre)s.") % valeurs)
            vues[forme] = mot.terme
    return fautes


def fautes_des_temoignages(lignes):
    """Sentences about Temoignage rows whose words are shown."""
    return [
        _("%(qui)s : l’accord n’est pas encore donné.") % {"qui": temoignage}
        for temoignage in lignes
        if not temoignage.retire_le and temoignage.accord_le > timezone.localdate()
    ]
