"""The Elasticsearch engine: everything that understands a question stays in Python."""
