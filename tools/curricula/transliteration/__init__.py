"""Uzbek in its two alphabets: Latin to Cyrillic and back, by rules and a lexicon of what rules cannot know."""
