"""Screens of the directory for editors and animators."""
