"""`python -m tenfold` is the command `tenfold`."""

from tenfold.cli import run

if __name__ == "__main__":
    run()
