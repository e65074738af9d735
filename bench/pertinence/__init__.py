"""Relevance of the directory's search, over judged queries (docs/pertinence.md)."""
