"""Coherence of the portal as Django sees it: migrations, models, templates, settings, commands.

Rules are functions from a thing to its faults, tried on bad samples further down.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.utils import translation
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from taggit.managers import TaggableManager
from wagtail.models import Page, RevisionMixin, get_page_models

RACINE = Path(__file__).resolve().parents[1]
SITE = RACINE / "site"
# From the ground up: an app may name only itself and those before it.
ORDRE = ("socle", "territoires", "espace", "search", "annuaire", "home", "portail")

# Templates that no source names, and why they are right all the same.
GABARITS_PAR_CONVENTION = {
    "400.html": "Django's own name",
    "403.html": "Django's own name",
    "404.html": "Django's own name",
    "500.html": "Django's own name",
}


@cache
def gabarits():
    """{name: path} of our templates."""
    chemins = [*SITE.glob("*/templates/**/*.html"), *SITE.glob("*/templates/**/*.txt")]
    return {str(chemin).split("/templates/", 1)[1]: chemin for chemin in chemins}


@cache
def modules():
    """{path: syntax tree} of our modules, migrations left out."""
    chemins = (c for c in SITE.rglob("*.py") if "migrations" not in c.parts)
    return {chemin: ast.parse(chemin.read_text(encoding="utf-8")) for chemin in chemins}


def notres(modele):
    """True when the model is declared in one of our apps."""
    return modele._meta.app_label in ORDRE


# ---------------------------------------------------------------- migrations and models
@pytest.mark.django_db  # wagtail_localize's first migration asks the database as it is read
def test_migrations_say_what_the_models_say():
    charges = MigrationLoader(None)
    with translation.override(None):  # as makemigrations does: labels are compared untranslated
        changements = MigrationAutodetector(
            charges.project_state(), ProjectState.from_apps(apps)
        ).changes(graph=charges.graph)
    notres_seuls = {app: noms for app, noms in changements.items() if app in ORDRE}
    assert {app: [str(m) for m in suite] for app, suite in notres_seuls.items()} == {}


@pytest.mark.django_db  # idem
def test_no_migration_stands_beside_another_of_the_same_number():
    assert MigrationLoader(None).detect_conflicts() == {}


def fautes_de_revision(champs):
    """Those fields, of a model with revisions, that lose edits or crash drafts, with the reason.

    A plain many-to-many loses what the draft says in silence; PROTECT makes a draft that names a
    deleted row crash (both measured on Wagtail 8). `locale` is Wagtail's own, on its own terms.
    """
    fautes = []
    for champ in champs:
        if getattr(champ, "auto_created", False) or not notres(champ.model):
            continue
        if isinstance(champ, models.ManyToManyField) and not isinstance(
            champ, ParentalManyToManyField
        ):
            fautes.append(f"{champ.name}: plain many-to-many")
        if isinstance(champ, TaggableManager) and not isinstance(champ, ClusterTaggableManager):
            fautes.append(f"{champ.name}: plain tags")
        if isinstance(champ, models.ForeignKey) and champ.name != "locale":
            suppression = champ.remote_field.on_delete
            if suppression not in (models.SET_NULL, models.CASCADE):
                fautes.append(f"{champ.name}: {suppression.__name__}")
    return fautes


def avec_revisions():
    """Our models with revisions, and the children that their revisions carry."""
    parents = [m for m in apps.get_models() if issubclass(m, RevisionMixin) and notres(m)]
    enfants = [
        relation.related_model
        for parent in parents
        for relation in getattr(parent._meta, "child_relations", [])
    ]
    return sorted({*parents, *enfants}, key=lambda modele: modele._meta.label)


def test_models_with_revisions_lose_nothing():
    releve = {
        modele._meta.label: fautes_de_revision(
            {*modele._meta.get_fields(), *modele._meta.private_fields}
        )
        for modele in avec_revisions()
    }
    assert {nom: fautes for nom, fautes in releve.items() if fautes} == {}


def test_the_actor_is_among_the_models_with_revisions():
    """Otherwise the rule above would watch over nothing."""
    assert apps.get_model("annuaire", "Acteur") in avec_revisions()


def test_bad_fields_of_a_model_with_revisions_are_seen():
    class Mauvais(models.Model):
        pages = models.ManyToManyField(Page)
        etiquettes = TaggableManager()
        page = models.ForeignKey(Page, models.PROTECT, related_name="+")

        class Meta:
            abstract = True
            app_label = "socle"

        def __str__(self):
            return "mauvais"

    options = Mauvais._meta
    champs = [*options.local_fields, *options.local_many_to_many, *options.private_fields]
    assert sorted(fautes_de_revision(champs)) == [
        "etiquettes: plain tags",
        "page: PROTECT",
        "pages: plain many-to-many",
    ]


def test_every_page_type_says_where_it_lives():
    muets = {
        modele._meta.label: [
            attribut
            for attribut in ("parent_page_types", "subpage_types")
            if attribut not in vars(modele)
        ]
        for modele in get_page_models()
        if notres(modele)
    }
    assert {nom: manque for nom, manque in muets.items() if manque} == {}


# ---------------------------------------------------------------- import direction
NOM_PARESSEUX = re.compile(rf"({'|'.join(ORDRE)})(?:\.[A-Z]\w*|:[\w-]+|/[\w/-]+\.html(?:#\w+)?)")


def app_de(chemin):
    return chemin.relative_to(SITE).parts[0]


def noms_vers_le_haut(app, textes):
    """Those of the strings that name something of an app above ``app``."""
    rang = ORDRE.index(app)
    return sorted(
        {
            texte
            for texte in textes
            if (nom := NOM_PARESSEUX.fullmatch(texte)) and ORDRE.index(nom.group(1)) > rang
        }
    )


def chaines(arbre):
    """Every string constant of a module; ``get_model("a", "B")`` counts as "a.B"."""
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
            yield noeud.value
        if isinstance(noeud, ast.Call) and getattr(noeud.func, "attr", "") == "get_model":
            yield ".".join(str(getattr(argument, "value", "")) for argument in noeud.args)


def test_lazy_names_follow_the_direction_of_imports():
    releve = {
        str(chemin.relative_to(SITE)): noms_vers_le_haut(app_de(chemin), chaines(arbre))
        for chemin, arbre in modules().items()
    }
    assert {nom: fautes for nom, fautes in releve.items() if fautes} == {}


def test_templates_follow_the_direction_of_imports():
    releve = {}
    for nom, chemin in gabarits().items():
        texte = chemin.read_text(encoding="utf-8")
        balises = re.findall(r"{%\s*(?:include|extends|url)\s+[\"']([^\"']+)[\"']", texte)
        charges = " ".join(re.findall(r"{%\s*load\s+([^%]+)%}", texte)).split()
        vers_le_haut = noms_vers_le_haut(app_de(chemin), balises) + [
            mot
            for mot in charges
            if mot in ORDRE and ORDRE.index(mot) > ORDRE.index(app_de(chemin))
        ]
        if vers_le_haut:
            releve[nom] = vers_le_haut
    assert releve == {}


def test_an_upward_name_is_seen():
    arbre = ast.parse('a = "annuaire.Acteur"; b = apps.get_model("home", "X"); c = "socle.Y"')
    assert noms_vers_le_haut("search", chaines(arbre)) == ["annuaire.Acteur", "home.X"]


# ---------------------------------------------------------------- templates
def motifs_nommes():
    """Regular expressions of the template names that our sources write, f-strings included."""
    motifs = set()
    for arbre in modules().values():
        for noeud in ast.walk(arbre):
            if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
                motifs.add(re.escape(noeud.value.split("#")[0]))
            if isinstance(noeud, ast.JoinedStr):
                motifs.add(
                    "".join(
                        re.escape(m.value) if isinstance(m, ast.Constant) else "[^/]+"
                        for m in noeud.values
                    ).split("\\#")[0]
                )
    for chemin in gabarits().values():
        texte = chemin.read_text(encoding="utf-8")
        motifs |= {
            re.escape(nom.split("#")[0]) for nom in re.findall(r"[\"']([^\"'\s]+)[\"']", texte)
        }
    return {motif for motif in motifs if motif.endswith(("html", "txt"))}


def vient_d_ailleurs(nom, chemin):
    """True when the name overrides a template of an installed package."""
    origines = {
        str(chargeur_dossier / nom)
        for moteur in engines.all()
        for chargeur_dossier in map(Path, moteur.template_dirs)
        if (chargeur_dossier / nom).is_file()
    }
    return bool(origines - {str(chemin)})


def test_no_template_is_an_orphan():
    pages = {modele.template for modele in get_page_models()}
    motifs = re.compile("|".join(sorted(motifs_nommes())))
    orphelins = [
        nom
        for nom, chemin in gabarits().items()
        if nom not in pages
        and nom not in GABARITS_PAR_CONVENTION
        and not motifs.fullmatch(nom)
        and not vient_d_ailleurs(nom, chemin)
    ]
    assert orphelins == []


def inclusions_perdues(texte):
    """Names that a template includes or extends and that do not exist."""
    noms = re.findall(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']", texte)
    perdues = []
    for nom in noms:
        try:
            get_template(nom)
        except TemplateDoesNotExist:
            perdues.append(nom)
    return perdues


def test_every_template_compiles_and_finds_what_it_includes():
    releve = {}
    for nom, chemin in gabarits().items():
        get_template(nom)
        releve[nom] = inclusions_perdues(chemin.read_text(encoding="utf-8"))
    assert {nom: perdues for nom, perdues in releve.items() if perdues} == {}


def test_a_lost_include_is_seen():
    assert inclusions_perdues('{% include "nulle/part.html" only %}') == ["nulle/part.html"]


# ---------------------------------------------------------------- settings and commands in docs
def variables_lues():
    """Environment variables that the settings, the server, the scripts and the Makefile read."""
    motif = re.compile(
        r"\b(?:env(?:\.\w+)?|_env\.\w+|environ\.(?:get|setdefault)|getenv)\(\s*\"([A-Z][A-Z_]+)\""
        r"|\benviron\[\"([A-Z][A-Z_]+)\"\]"
    )
    sources = [*(SITE / "portail").rglob("*.py"), RACINE / "gunicorn.conf.py"]
    sources += [RACINE / "tests" / "conftest.py", RACINE / "tests" / "navigateur" / "conftest.py"]
    sources += [c for c in (RACINE / "scripts").iterdir() if c.is_file()]
    lues = {
        trouve.group(1) or trouve.group(2)
        for source in sources
        for trouve in motif.finditer(source.read_text(encoding="utf-8"))
    }
    makefile = (RACINE / "Makefile").read_text(encoding="utf-8")
    return lues | set(re.findall(r"^([A-Z_]+) \?=", makefile, flags=re.M))


def test_every_environment_variable_is_documented_and_no_other():
    texte = (RACINE / "docs" / "reglages.md").read_text(encoding="utf-8")
    documentees = set(re.findall(r"^\| `([A-Z_]+)` \|", texte, flags=re.M))
    ordinaires = {"DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER", "XDG_CACHE_HOME"}
    ordinaires |= {"PYTHONUNBUFFERED"}
    lues = variables_lues() - ordinaires
    assert (sorted(lues - documentees), sorted(documentees - lues)) == ([], [])


def test_every_management_command_is_in_the_docs():
    textes = "\n".join(c.read_text(encoding="utf-8") for c in (RACINE / "docs").rglob("*.md"))
    nos_commandes = [nom for nom, app in get_commands().items() if app in ORDRE]
    assert [nom for nom in nos_commandes if f"manage.py {nom}" not in textes] == []


@pytest.mark.parametrize("nom", ["README.md", "docs/README.md"])
def test_links_between_our_pages_lead_somewhere(nom):
    page = RACINE / nom
    liens = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [lien for lien in liens if not (page.parent / lien).exists()] == []


def test_every_page_of_the_docs_is_in_their_index():
    index = (RACINE / "docs" / "README.md").read_text(encoding="utf-8")
    pages = (c.relative_to(RACINE / "docs") for c in (RACINE / "docs").rglob("*.md"))
    assert [str(p) for p in pages if p.name != "README.md" and f"({p})" not in index] == []
