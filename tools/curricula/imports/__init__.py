"""Readers of files that authors fill in outside the repository: each makes a draft of one kind of file."""
