"""The words of the program in the languages of its people: one gettext catalogue a language, compiled at install."""
