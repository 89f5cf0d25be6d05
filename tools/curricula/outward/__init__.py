"""Standards in the vocabularies of others: what several formats, or a format and a page, have in common."""
