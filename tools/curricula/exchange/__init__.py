"""Files that translators' tools open: each module writes a bundle of units as one file, and reads it back."""
