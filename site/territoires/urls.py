"""Addresses of the territories."""

from django.urls import path

from territoires import views

app_name = "territoires"
urlpatterns = [path("suggestions/", views.suggestions, name="suggestions")]
