"""CorpsField: out of migrations, and bodies survive a historical save; block data migrations."""

import json

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, migrations, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps
from django.utils import timezone
from wagtail.blocks import CharBlock, StreamBlock, StructBlock
from wagtail.blocks.migrations.operations import RenameStreamChildrenOperation
from wagtail.models import Revision

from socle.blocs import CorpsBlock
from socle.champs import ChampImage, CorpsField, JsonLuVite, migrer_blocs

CORPS = [
    {"type": "intertitre", "value": {"texte": "Trier"}, "id": "a"},
    {"type": "paragraphe", "value": "<p>Ce qui marche.</p>", "id": "b"},
]


@pytest.fixture
def fiche(db):
    """A model with a body and revisions, and its table."""
    with isolate_apps("socle"):

        class Fiche(models.Model):
            corps = CorpsField(CorpsBlock, blank=True, max_num=9)
            latest_revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL)

            class Meta:
                app_label = "socle"

            def __str__(self):
                return "fiche"

        creer_la_table(Fiche)
        yield Fiche


def creer_la_table(modele):
    editeur = connection.schema_editor()
    editeur.deferred_sql = []  # set by __enter__, which SQLite refuses in a transaction
    with connection.cursor() as curseur:
        curseur.execute(editeur.table_sql(modele)[0])


def etat_historique(modele):
    """The state of migrations that hold *modele*, written to a file and read back."""
    operation = migrations.CreateModel(
        "Fiche",
        fields=[("id", models.BigAutoField(primary_key=True)), champ_ecrit(modele)],
    )
    etat = ProjectState()
    operation.state_forwards("socle", etat)
    return etat


def champ_ecrit(modele):
    """The body's field as a migration file gives it back."""
    texte, imports = MigrationWriter.serialize(modele._meta.get_field("corps"))
    espace = {}
    exec("\n".join(imports), espace)  # noqa: S102 (what the migration writer has just written)
    return "corps", eval(texte, espace)  # noqa: S307 (the same)


class TestCorpsField:
    def test_les_migrations_ne_voient_qu_un_json(self, fiche):
        texte, _ = MigrationWriter.serialize(fiche._meta.get_field("corps"))
        assert texte == (
            "models.JSONField(blank=True, default=list, "
            "encoder=django.core.serializers.json.DjangoJSONEncoder)"
        )

    def test_une_sauvegarde_historique_garde_le_corps(self, fiche):
        ligne = fiche.objects.create(corps=json.dumps(CORPS))
        ancien = etat_historique(fiche).apps.get_model("socle", "Fiche")
        historique = ancien.objects.get(pk=ligne.pk)
        assert historique.corps == CORPS
        historique.save()
        relue = fiche.objects.get(pk=ligne.pk)
        assert relue.corps.get_prep_value() == CORPS
        assert [bloc.block_type for bloc in relue.corps] == ["intertitre", "paragraphe"]

    def test_l_etat_et_le_modele_disent_la_meme_chose(self, fiche):
        ecrit = etat_historique(fiche)
        present = ProjectState()
        etat_present = ModelState.from_model(fiche)
        etat_present.fields = {nom: etat_present.fields[nom] for nom in ("id", "corps")}
        ecrit.models["socle", "fiche"].fields["id"] = etat_present.fields["id"]
        ecrit.models["socle", "fiche"].managers = etat_present.managers
        present.add_model(etat_present)
        questions = NonInteractiveMigrationQuestioner()
        changements = MigrationAutodetector(ecrit, present, questions)._detect_changes()
        assert changements == {}

    def test_la_copie_garde_les_blocs_et_leurs_limites(self, fiche):
        copie = fiche._meta.get_field("corps").clone()
        assert type(copie) is CorpsField
        assert list(copie.stream_block.child_blocks) == list(CorpsBlock.base_blocks)
        assert (copie.block_opts, copie.blank) == ({"max_num": 9, "required": False}, True)

    def test_changer_les_blocs_des_lignes_et_des_revisions(self, fiche):
        pleine, vide = fiche.objects.create(corps=json.dumps(CORPS)), fiche.objects.create()
        types = ContentType.objects
        revision = Revision.objects.create(
            content_type=types.get_for_model(Revision),
            base_content_type=types.get_for_model(Revision),
            object_id=str(pleine.pk),
            created_at=timezone.now(),
            content={"pk": pleine.pk, "corps": json.dumps(CORPS)},
        )
        sans_corps = Revision.objects.create(
            content_type=types.get_for_model(Revision),
            base_content_type=types.get_for_model(Revision),
            object_id=str(vide.pk),
            created_at=timezone.now(),
            content={"pk": vide.pk},
        )
        Revision.objects.update(content_type=types.create(app_label="socle", model="fiche"))
        avant = StreamBlock([("intertitre", StructBlock([("texte", CharBlock())]))])
        changements = [(RenameStreamChildrenOperation("intertitre", "titre"), "")]

        ecrits = migrer_blocs(Registre(fiche), "socle.Fiche", "corps", avant, changements)

        attendu = [{**CORPS[0], "type": "titre"}, CORPS[1]]
        assert ecrits == (1, 1)
        assert brut(fiche, pleine) == attendu
        revision.refresh_from_db()
        sans_corps.refresh_from_db()
        assert revision.content == {"pk": pleine.pk, "corps": json.dumps(attendu)}
        assert sans_corps.content == {"pk": vide.pk}
        assert migrer_blocs(Registre(fiche), "socle.Fiche", "corps", avant, changements) == (0, 0)

    def test_un_modele_sans_revision(self, fiche):
        fiche.objects.create(corps=json.dumps(CORPS))
        apps = etat_historique(fiche).apps
        avant = StreamBlock([("intertitre", StructBlock([("texte", CharBlock())]))])
        changements = [(RenameStreamChildrenOperation("intertitre", "titre"), "")]
        assert migrer_blocs(apps, "socle.Fiche", "corps", avant, changements) == (1, 0)


class Registre:
    """The registry that a migration is given, with *fiche* beside the real models."""

    def __init__(self, fiche):
        self.fiche = fiche

    def get_model(self, app, modele=None):
        from django.apps import apps

        return self.fiche if app == "socle.Fiche" else apps.get_model(app, modele)


def brut(fiche, ligne):
    """The body of *ligne* as the database has it."""
    with connection.cursor() as curseur:
        curseur.execute(f"SELECT corps FROM {fiche._meta.db_table} WHERE id = %s", [ligne.pk])  # noqa: S608 (our own table)
        return json.loads(curseur.fetchone()[0])


def test_un_champ_image_est_ordinaire_pour_les_migrations():
    texte, _ = MigrationWriter.serialize(ChampImage(upload_to="x"))
    assert texte == "models.ImageField(upload_to='x')"


class TestJsonLuVite:
    @pytest.fixture
    def table(self, db):
        """A model with such a field, and its table."""
        with isolate_apps("socle"):

            class Rangee(models.Model):
                valeur = JsonLuVite(default=dict, null=True)

                class Meta:
                    app_label = "socle"

                def __str__(self):
                    return "rangée"

            creer_la_table(Rangee)
            yield Rangee

    @pytest.mark.parametrize(
        "valeur", [None, {}, [], "l’été", 3, 2.5, True, {"a": [1, {"b": None}], "é": "œ"}, 10**15]
    )
    def test_it_reads_what_was_written(self, table, valeur):
        table.objects.create(valeur=valeur)
        assert table.objects.get().valeur == valeur
        assert list(table.objects.values_list("valeur", flat=True)) == [valeur]

    def test_a_key_of_it_is_read_as_that_of_any_json(self, table):
        table.objects.create(valeur={"a": {"b": "douze"}, "n": 12})
        lus = table.objects.values_list("valeur__a__b", "valeur__n", "valeur__a").get()
        assert lus == ("douze", 12, {"b": "douze"})

    def test_what_python_alone_calls_json_is_read_too(self, table):
        champ = table._meta.get_field("valeur")
        colonne = champ.get_col("t")
        assert champ.from_db_value("[Infinity]", colonne, connection) == [float("inf")]
        assert champ.from_db_value('"\\ud83d"', colonne, connection) == "\ud83d"
        assert champ.from_db_value("{", colonne, connection) == "{"

    def test_migrations_know_a_plain_one(self):
        _, chemin, args, options = JsonLuVite("clés", default=list).deconstruct()
        assert (chemin, args, options["default"]) == ("django.db.models.JSONField", [], list)
