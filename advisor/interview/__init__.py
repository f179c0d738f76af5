"""An interview without a screen: what comes next, what was meant, where answers are kept."""
