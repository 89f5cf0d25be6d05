"""An edition as an editable Word document, and such a document, filled in or changed, back as data."""
