"""The steps of a standard from draft to publication: what each demands, what it writes, what has changed since."""
