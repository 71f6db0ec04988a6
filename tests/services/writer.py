"""A process that types into a document until somebody kills it: `python -m tests.services.writer HOME`.

After each key it tells the moment, by the clock of the machine, once that key and what was due has been handled: a line
of JSON with the number of keys so far.
"""

import json
import sys
from pathlib import Path
from threading import Event
from time import monotonic

from chatapp.domain.document import Splice
from chatapp.paths import Paths
from chatapp.services.announcement import Announcement
from chatapp.services.documents import Documents
from chatapp.storage.opening import open_store

KEY_SECONDS = 0.004
KEYS = "word 学习 😀, "


def main(home: Path) -> None:
    documents = Documents(open_store(Paths(home)).store.documents, Announcement())
    document_id = documents.create().id
    documents.open(document_id)
    pace = Event()
    for number in range(1_000_000):
        documents.edit(document_id, Splice(number, "", KEYS[number % len(KEYS)]))
        documents.save_due()
        print(json.dumps([number + 1, monotonic()]), flush=True)
        pace.wait(KEY_SECONDS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
