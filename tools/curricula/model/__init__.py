"""The nouns: frozen dataclasses, made of one another, that say what a standard is."""
