"""Lets `python -m advisor` do what the command `advisor` does."""

from advisor.commands import main

if __name__ == "__main__":
    main()
