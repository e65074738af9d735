"""Media, leases and counters on which every room stands."""

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition


class ImagePortail(AbstractImage):
    """An image with its credit, licence and the agreement of recognisable people."""

    admin_form_fields = ("title", "file", "collection", "tags", "focal_point_x", "focal_point_y")


class RenditionPortail(AbstractRendition):
    """A resized copy of an image."""

    image = models.ForeignKey(ImagePortail, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="rendition_unique"
            )
        ]


class DocumentPortail(AbstractDocument):
    """A file offered to readers."""

    admin_form_fields = ("title", "file", "collection", "tags")
