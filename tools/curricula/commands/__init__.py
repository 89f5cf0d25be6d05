"""Commands: one file each; a folder is a group. PARAMETERS, a docstring that is the help, run()."""
