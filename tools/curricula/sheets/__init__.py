"""Standards as tables: the columns of a workbook, what its cells mean, and what a changed cell changes."""
