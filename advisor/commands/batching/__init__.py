"""Many cases at once: where they stand, what is done with each, by whom, and what comes of it."""
