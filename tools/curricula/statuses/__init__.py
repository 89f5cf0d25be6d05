"""Forms in which the status of translations is told, a file each."""
