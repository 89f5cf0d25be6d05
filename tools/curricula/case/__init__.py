"""Frameworks as CASE packages of 1EdTech, versions 1.0 and 1.1: our standards written as such, and such files read."""
