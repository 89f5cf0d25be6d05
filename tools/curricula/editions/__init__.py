"""A standard and a catalogue become an edition; an edition becomes a document with every number."""
