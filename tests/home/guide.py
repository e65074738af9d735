"""A guide for tests: questions, sheets, and a body with every block so many times."""

import json

from django.core.files.base import ContentFile

from home.models import FichePage, GuidePage, HomePage, RubriquePage, Temoignage
from search.documents import indexer
from socle.models import DocumentPortail, MotDuGlossaire
from tests.annuaire.fabriques import (
    ActeurFactory,
    DomaineFactory,
    LabelActeurFactory,
    LieuFactory,
    locale_source,
)
from tests.annuaire.pages import publier_annuaire
from tests.socle.fabriques import ImageFactory

TEXTE = "<p>" + "mot " * 250 + "</p>"
SOURCE = {
    "titre": "Loi de 2014",
    "editeur": "Légifrance",
    "adresse": "https://loi.example/",
    "date_publication": "2014-08",
    "consulte_le": "2026-05-03",
}


def bloc(nature, valeur):
    return {"type": nature, "value": valeur}


CORPS = [bloc("intertitre", {"texte": "Trois conditions"}), bloc("paragraphe", TEXTE)]


def publier_guide():
    """A home page, a directory and an empty guide at /guide/."""
    accueil = HomePage.objects.get(pk=publier_annuaire().get_parent().pk)
    return accueil.add_child(instance=GuidePage(title="Guide", slug="guide", chapo="En bref."))


def ajouter_rubrique(guide, slug="comprendre", **champs):
    champs = {"question": "C’est quoi ?", "introduction": "D’abord.", **champs}
    return guide.add_child(instance=RubriquePage(title=slug.capitalize(), slug=slug, **champs))


def ajouter_fiche(rubrique, slug="une", **champs):
    """A sheet; streams are given as lists of ``bloc()``."""
    champs = {"chapo": "Réponse courte.", "resume": "Une ligne.", "corps": CORPS, **champs}
    textes = {n: json.dumps(v) if isinstance(v, list) else v for n, v in champs.items()}
    return rubrique.add_child(instance=FichePage(title=f"Question {slug}", slug=slug, **textes))


def ajouter_mot(terme="coopérative", **champs):
    champs = {"definition": "Une personne, une voix.", **champs}
    return MotDuGlossaire.objects.create(locale=locale_source(), terme=terme, **champs)


def ajouter_temoignage(**champs):
    defauts = {
        "prenom": "Aline",
        "qualite": "adhérente",
        "citation": "Le premier hiver, j’ai appris.",
        "accord_le": "2026-01-05",
        "accord_portee": "Sur le portail.",
    }
    return Temoignage.objects.create(**{**defauts, **champs})


def ajouter_acteur(nom="Acteur"):
    """One with a place and a label, indexed."""
    acteur = ActeurFactory(nom=nom, domaine_principal=DomaineFactory())
    acteur.domaines.add(DomaineFactory())
    acteur.save()
    LieuFactory(acteur=acteur)
    LabelActeurFactory(acteur=acteur)
    indexer("acteur", [acteur.pk])
    return acteur


def ajouter_document():
    document = DocumentPortail(title="Règlement")
    document.file.save("reglement.pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"), save=False)
    document.save()
    return document


def tous_les_blocs(rang, page):
    """One of each block, with things of its own."""
    acteur = ajouter_acteur(f"Acteur {rang}")
    return blocs_montrant(
        page,
        rang=rang,
        acteur=acteur,
        domaine=DomaineFactory(),
        mot=ajouter_mot(f"terme {rang}"),
        temoignage=ajouter_temoignage(acteur=acteur),
        images=[ImageFactory() for _image in range(4)],
        document=ajouter_document(),
    )


def blocs_montrant(page, *, rang, acteur, domaine, mot, temoignage, images, document):
    """One of each block, about these; *images*: four of them."""
    seule, autre, figure, couverture = (image.pk for image in images)
    image = {"image": seule, "alternative": "", "decorative": False, "legende": ""}
    lien = f'<p>Voir <a linktype="page" id="{page.pk}">ici</a>.</p>'
    volet = {"titre": "Qui ?", "texte": lien}
    chiffre = {"valeur": "14", "unite": "%", "libelle": "x", "date": "2022", "source": "Loi"}
    recherche = {"domaine": domaine.cle}
    return [
        bloc("paragraphe", lien),
        bloc("intertitre", {"texte": f"Partie {rang}"}),
        bloc("citation", {"texte": "Un fil.", "auteur": "Inès", "source": "Un livre"}),
        bloc("definition", {"mot": mot.pk}),
        bloc("temoignage", {"temoignage": temoignage.pk}),
        bloc("encadre", {"ton": "info", "titre": "À noter", "texte": lien}),
        bloc("chiffres", {"chiffres": [chiffre]}),
        bloc("etapes", {"etapes": [{"titre": "Trier", "texte": "Tout."}] * 2}),
        bloc("accordeon", {"elements": [volet]}),
        bloc("tableau", {"legende": "x", "entetes": ["a", "b"], "lignes": [["c", "d"]]}),
        bloc("image", image),
        bloc("galerie", {"titre": "", "images": [image, dict(image, image=autre)]}),
        bloc("figure", {"dessin": "trois-poles", "alternative": "x", "description": "y"}),
        bloc("figure", {"image": figure, "alternative": "x", "description": "y"}),
        bloc(
            "video",
            {
                "titre": "Film",
                "adresse": "https://vimeo.com/12345",
                "image": couverture,
                "duree": "",
                "transcription": "<p>Une porte.</p>",
            },
        ),
        bloc("document", {"document": document.pk, "titre": "", "description": ""}),
        bloc("acteurs", {"titre": "Choisis", "choisis": [acteur.pk], "nombre": 3}),
        bloc("acteurs", {"titre": "Trouvés", "choisis": [], "criteres": recherche, "nombre": 2}),
        bloc("appel", {"texte": "Allez.", "libelle": "Voir", "criteres": recherche}),
    ]
