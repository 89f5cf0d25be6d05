"""Locales that are made of another one, a file each."""
