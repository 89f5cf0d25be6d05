"""Adopt: tell a ministry what is missing, what a newer standard changes for it, and put an adoption on record.
"""
