"""Actors exported to be edited in a spreadsheet, and taken back: only edited cells are written.

``cellules`` says an entry in cells, ``classeur`` writes the file, ``editions`` reads an edited row
beside the entry that it came from, ``passage`` writes. docs/import.md has the rules.
"""
