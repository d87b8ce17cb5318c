#!/usr/bin/env python3
"""The one door to Gradus: `python3 manage.py demo | test | check_code | fix_code | lock`, or any Django command.

It needs nothing but Python 3.11: the environment is made in .venv/ on first use. This file must stay readable for old
Pythons, so that they can say that they are too old.
"""

import sys

OLDEST = (3, 11)


def main():
    # type: () -> int
    """Sets up the environment, then hands over to the command. Returns the exit code."""
    if sys.version_info < OLDEST:
        found = ".".join(str(number) for number in sys.version_info[:3])
        sys.stderr.write("Gradus needs Python 3.11 or newer; this is Python " + found + ".\n")
        return 1
    from door import commands  # noqa: PLC0415  # its syntax is too new for the Pythons turned away above

    return commands.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
