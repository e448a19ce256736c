"""`python -m detente`: the command line."""

from detente.showing.cli import main

if __name__ == "__main__":
    main()
