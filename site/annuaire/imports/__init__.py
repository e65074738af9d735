"""Imports of lists of actors: reading, understanding, matching, writing, reporting.

``moteur.importer`` is the verb; ``docs/import.md`` is the guide for editors.
"""
