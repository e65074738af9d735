"""Addresses of the site search, below the prefix of the language."""

from django.urls import path

from . import views

app_name = "search"
urlpatterns = [
    path("", views.recherche, name="recherche"),
    path("suggestions/", views.suggestions, name="suggestions"),
]
