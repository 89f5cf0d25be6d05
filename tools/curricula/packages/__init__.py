"""Packages: one file per standard that a ministry downloads, verifies, archives and unpacks."""
