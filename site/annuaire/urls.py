"""Addresses of the directory that depend on no page: permanent links, woven motifs."""

from django.urls import path

from annuaire import views

app_name = "annuaire"
urlpatterns = [
    path("a/<str:ref>/", views.permanente, name="permanente"),
]
