"""The interview and the memo as pages of a local server: `advisor serve`."""

import sys

from advisor.interview import desk

sys.modules["advisor.web.desk"] = desk  # where it stood; pages still import it from there
