"""The rules a reviewer would apply by hand, one module a rule; the docstring is the manual page."""
