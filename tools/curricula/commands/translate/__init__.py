"""Translate: keep the catalogues up to date with the source, see how complete they are, record who has read
them."""
