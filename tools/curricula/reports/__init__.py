"""The ways findings are told, one module a format; `render` makes the whole output of the findings."""
