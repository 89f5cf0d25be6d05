"""Adoption as typed tailoring: a standard and an adoption become the standard as a partner has adopted it."""
