"""Output formats: one file each, with SUFFIX, MEDIA_TYPE, SCOPE and render()."""
