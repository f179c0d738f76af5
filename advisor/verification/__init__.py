"""Whether the knowledge can be trusted: checks of the rules, and what exercises them."""
