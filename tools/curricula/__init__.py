"""Curricula: write, translate, publish and adopt curriculum standards."""
