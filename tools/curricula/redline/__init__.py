"""What changed between two versions, for people: marks in the words, one document of both, sentences."""
