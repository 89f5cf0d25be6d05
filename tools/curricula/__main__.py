"""`python -m curricula`."""

from curricula.cli import main

if __name__ == "__main__":
    main()
