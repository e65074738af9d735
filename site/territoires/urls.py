"""Addresses of the territories."""

from django.urls import path

from territoires import views

app_name = "territoires"
urlpatterns = [
    path("suggestions/", views.suggestions, name="suggestions"),
    path("fond/contours-<str:version>.json", views.contours, name="contours"),
    path("fond/noms/<int:zoom>/<int:x>/<int:y>.json", views.noms, name="noms"),
]
