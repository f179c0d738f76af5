"""What a reader gets: the memo, the short text and the JSON of an assessment."""
