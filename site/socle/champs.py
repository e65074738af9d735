"""Model fields of the house: bodies that stay out of migrations, pictures that are cleaned, and
JSON that is read fast."""

import json

import orjson
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F
from django.db.models.expressions import Col
from django.db.models.functions import Cast
from wagtail.blocks.migrations.utils import apply_changes_to_raw_data
from wagtail.fields import StreamField
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile
from wagtail.utils.file import hash_filelike

from . import medias

TAILLE_DE_LOT = 200


class CorpsField(StreamField):
    """A StreamField that migrations know as a plain JSONField.

    Large Wagtail sites carry hundreds of thousands of lines of block definitions in theirs.
    A historical model sees raw lists and writes them back as they are; a subclass that only dropped
    the block list would write ``[]`` over full bodies. docs/corps.md says how to change block data.
    """

    def deconstruct(self):
        """Return the JSONField that migrations write: no block in it."""
        nom, _, args, kwargs = models.Field.deconstruct(self)
        kwargs["encoder"] = DjangoJSONEncoder
        kwargs.setdefault("default", list)
        return nom, "django.db.models.JSONField", args, kwargs

    def clone(self):
        """Return a true copy, blocks included: Django's own is rebuilt from ``deconstruct``."""
        _, _, args, kwargs = models.Field.deconstruct(self)
        options = {cle: valeur for cle, valeur in self.block_opts.items() if cle != "required"}
        return self.__class__(
            self.block_types_arg, *args, block_lookup=self.block_lookup, **options, **kwargs
        )


class JsonLuVite(models.JSONField):
    """A JSONField, to migrations and databases, whose values orjson reads.

    For what is read by the hundred thousand: a row with five of them takes a fifth less. What
    RFC 8259 does not know (``NaN``, half a character) is read as a JSONField would.
    """

    def deconstruct(self):
        nom, _, args, kwargs = super().deconstruct()
        return nom, "django.db.models.JSONField", args, kwargs

    def from_db_value(self, value, expression, connection):
        if isinstance(value, str) and isinstance(expression, Col):
            try:
                return orjson.loads(value)
            except orjson.JSONDecodeError:
                pass
        return super().from_db_value(value, expression, connection)


class _Porteur:
    """What ``apply_changes_to_raw_data`` asks of a field: its block."""

    def __init__(self, bloc):
        self.field = self
        self.stream_block = bloc


def migrer_blocs(apps, modele, champ, bloc, changements):
    """Change block data in rows and revisions, from a data migration (RunPython).

    *apps* is the migration's; *modele* "guide.FichePage"; *champ* the field's name; *bloc* a
    StreamBlock instance that describes the data as they are before (written in the migration, not
    imported); *changements* a list of (operation, "path.to.block"), the operations being those of
    ``wagtail.blocks.migrations.operations``.
    Only what changes is written. Returns (rows, revisions) written.
    """
    modele = apps.get_model(modele)
    porteur = _Porteur(bloc)

    def changer(brut):
        for operation, chemin in changements:
            brut = apply_changes_to_raw_data(brut, chemin, operation, porteur)
        return brut

    lignes = _changer_lignes(modele, champ, changer)
    if not hasattr(modele, "latest_revision"):
        return lignes, 0
    return lignes, _changer_revisions(apps, modele, champ, changer)


def _changer_lignes(modele, champ, changer):
    """Rewrite the rows' own bodies, by primary key: no save(), no signal."""
    ecrites = 0
    lignes = modele.objects.annotate(_brut=Cast(F(champ), models.JSONField()))
    for cle, avant in list(lignes.values_list("pk", "_brut")):
        apres = changer(avant or [])
        if apres != (avant or []):
            modele.objects.filter(pk=cle).update(**{champ: apres})
            ecrites += 1
    return ecrites


def _changer_revisions(apps, modele, champ, changer):
    """Rewrite every revision's body; Wagtail keeps it there as JSON inside JSON."""
    revisions = apps.get_model("wagtailcore", "Revision").objects
    types = apps.get_model("contenttypes", "ContentType").objects
    contenu = types.filter(app_label=modele._meta.app_label, model=modele._meta.model_name)
    ecrites = []
    for revision in revisions.filter(content_type__in=contenu).iterator(TAILLE_DE_LOT):
        avant = json.loads(revision.content.get(champ) or "[]")
        apres = changer(avant)
        if apres != avant:
            revision.content[champ] = json.dumps(apres)
            ecrites.append(revision)
    revisions.bulk_update(ecrites, ["content"], batch_size=TAILLE_DE_LOT)
    return len(ecrites)


class FichierImage(WagtailImageFieldFile):
    """The one door by which a picture enters the storage, from a form, an import or a shell."""

    def get_image_dimensions(self):
        """Return (width, height) in pixels. Raises medias.ImageRefusee for a damaged new file."""
        try:
            return super().get_image_dimensions()
        except Exception as erreur:  # decoders raise anything on a damaged file
            if self._committed:
                raise
            raise medias.illisible() from erreur

    def save(self, name, content, save=True):
        """Store a cleaned copy of *content*. Raises medias.ImageRefusee with a sentence."""
        propre = getattr(content, "propre", None) or medias.nettoyer(content)
        propre.seek(0)
        self.instance.file_size = propre.size
        self.instance.file_hash = hash_filelike(propre)
        propre.seek(0)
        super().save(propre.name, propre, save=save)


class ChampImage(WagtailImageField):
    """A picture without metadata, under a name that nobody can guess."""

    attr_class = FichierImage

    def deconstruct(self):
        """Migrations know the plain field: cleaning is no matter of theirs."""
        nom, _, args, kwargs = super().deconstruct()
        return nom, "django.db.models.ImageField", args, kwargs
