"""Templates: finding them, what they may do, and rendering them."""
