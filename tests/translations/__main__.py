"""`python -m tests.translations`: brings the catalogue up to what the program says now, and names what is to be done.

What is new is marked unfinished in resources/i18n; translate it with Qt Linguist or any editor, and run this again.
"""

import sys

from tests.translations.catalogue import CATALOGUE, unfinished, update


def main() -> int:
    update(CATALOGUE)
    missing = unfinished(CATALOGUE)
    for context, source in missing:
        print(f"{context}: {source}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
