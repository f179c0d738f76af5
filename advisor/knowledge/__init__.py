"""The knowledge base: what is read from `rules/`, typed."""
