"""The rules as an answer-set program: what clingo can say about all answers at once."""
