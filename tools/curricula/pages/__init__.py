"""Documents as pages: the templates and style that HTML and PDF share, and the typesetting engine."""
