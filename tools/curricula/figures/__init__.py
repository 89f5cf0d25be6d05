"""Drawings of a professional standard: SVG with real text, and beside each drawing the table of what it shows."""
