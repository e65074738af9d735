"""Addresses of the directory that depend on no page: permanent links, woven motifs, QR codes."""

from django.urls import path

from annuaire import views

app_name = "annuaire"
urlpatterns = [
    path("a/<str:ref>/", views.permanente, name="permanente"),
    path("annuaire-motif/<str:ref>.svg", views.motif, name="motif"),
    path("annuaire-qr/<str:ref>.svg", views.qr, name="qr"),
]

# The files of any page of the directory, which portail.urls hands to Wagtail.
FICHIERS = r"^((?:[\w\-]+/)*(?:flux\.atom|export\.csv|export\.geojson))$"
