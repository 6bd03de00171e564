"""`python -m skillrt`."""

import sys

from skillrt.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
