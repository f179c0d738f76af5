"""Inference: from base facts to everything that follows, with a record of every step."""
