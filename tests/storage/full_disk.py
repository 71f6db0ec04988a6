"""Run as a program of its own by test_opening: writes until a limit on the size of files is met, and tells of it."""

import json
import resource
import sys
from pathlib import Path

from chatapp.domain.errors import ProblemError
from chatapp.domain.message import Status
from chatapp.paths import Paths
from chatapp.storage.opening import open_store


def main(home: Path) -> None:
    store = open_store(Paths(home)).store
    made = store.create("full")
    _, answer = store.add_turn(made.id, None, "before the disk was full")
    size = Paths(home).database.with_name("causerie.sqlite3-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 200_000, resource.RLIM_INFINITY))
    committed, problems = 0, []
    for _ in range(100):
        try:
            store.add_turn(made.id, None, "x" * 20_000)
            committed += 1
        except ProblemError as error:
            problems.append(error.problem.kind.value)
            break
    try:
        store.checkpoint(answer.id, "y" * 500_000)
    except ProblemError as error:
        problems.append(error.problem.kind.value)
    readable = len(store.tree(made.id).messages)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    store.finish(answer.id, "room again", Status.COMPLETE)
    print(json.dumps({"committed": committed, "problems": problems, "readable": readable}))
    sys.stdout.flush()
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
