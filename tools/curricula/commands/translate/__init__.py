"""Translate: keep the catalogues up to the source, see how far they are, record who read them."""
