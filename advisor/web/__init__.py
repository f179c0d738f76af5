"""The interview and the memo as pages of a local server: `advisor serve`."""
