"""What other programs ask of the cases of a folder: one set of operations, for every door."""
