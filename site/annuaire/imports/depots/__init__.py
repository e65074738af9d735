"""Lists uploaded in the administration: analysed, mapped, tried, imported, undone.

``depot`` has the verbs of a file's life, ``passages`` runs what was asked in pieces that survive a
kill, ``annulations`` undoes. docs/import.md is the guide.
"""
