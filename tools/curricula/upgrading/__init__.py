"""What a newer version of a standard means for an adoption of an older one: judged, told on paper, and as data."""
