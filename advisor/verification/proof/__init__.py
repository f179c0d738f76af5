"""The proof over all answers: what must hold of the advice, whatever a case says."""
