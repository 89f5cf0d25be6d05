"""The pinned fonts: static TrueType files, their hashes and the characters they cover."""
