"""The checks, one a module; `CHECKS` in `advisor.verification.check` runs them in order."""
