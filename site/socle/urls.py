"""Addresses of the house that belong to no room."""

urlpatterns = []
