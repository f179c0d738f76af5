"""The case: what a client told us, as facts that know where they come from."""
