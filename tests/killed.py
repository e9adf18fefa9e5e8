"""Builds of a folder that are killed (`kill -9`, the whole group of processes) and run again, against one that is not.

python tests/killed.py                            # 50 builds of calls, killed at random moments
python tests/killed.py --workers 2                # the same with two processes each
python tests/killed.py --steps --documents 150    # builds that die before each step of writing, one after the other
python tests/killed.py --real news.jsonl --pipeline fast --rounds 10

Prints a line for each round, and exits with 1 where a folder came out otherwise than undisturbed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from conftest import NoPipeline, told_calls

from kg import builder, cli
from kg.corpus import versions

NAMES = ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus", "Hal"]


def read_calls_only() -> None:
    """As the fixture `calls`: no language pipeline, so that a build takes no longer than its files."""
    builder._facts = told_calls
    builder.language.load = lambda name: NoPipeline()
    builder.language.parse_all = lambda nlp, documents, ontology: (None for _ in documents)


if __name__ in ("__main__", "__mp_main__") and "--real" not in sys.argv:
    read_calls_only()  # in workers, too, which import this file


def calls(numbers: Sequence[int], changed: int = 0) -> Iterator[dict[str, str]]:
    """Documents by number; each `changed`th, if there is any, says something else. Some fail a shape, one crashes."""
    for number in numbers:
        one, other = NAMES[number % 8], NAMES[number // 8 % 8]
        text = f"{one} called {other}{'!' if number % 150 == 7 else '.'}"
        if changed and number % changed == 0:
            text += " Ida called Jon."
        yield {"id": f"document {number}", "text": "CRASH" if number == 133 else text, "date": "2025-07-05"}


def corpus(path: Path, documents: Iterator[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in documents))
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """All files with their bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def started(arguments: Sequence[object], crash: int | None = None) -> int:
    """`kg build` in a process and a group of its own. `crash`: it kills itself before this step of writing."""
    process = os.fork()
    if process:
        with suppress(OSError):  # it has done so itself, and may have ended
            os.setpgid(process, process)
        return process
    try:
        os.setpgid(0, 0)
        sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - until the process ends
        if crash is not None:
            _crash_before(crash)
        cli.app([str(one) for one in ("build", *arguments)], prog_name="kg")
    except SystemExit as left:
        os._exit(left.code if isinstance(left.code, int) else 3)
    finally:
        os._exit(4)


def ended(process: int) -> int:
    """The exit code; negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def killed(process: int, seconds: float) -> bool:
    """Kills it and all that it has started, unless it ended before; whether it was killed."""
    time.sleep(seconds)
    os.killpg(process, signal.SIGKILL)
    return ended(process) == -signal.SIGKILL


def _crash_before(step: int) -> None:
    """What changes a disk is done by these: before the given one of them, counted over all, the process dies."""
    steps = 0

    def dying(function: object) -> object:
        def counted(*args: object, **kwargs: object) -> object:
            nonlocal steps
            steps += 1
            if steps == step:
                os.killpg(os.getpgid(0), signal.SIGKILL)
            return function(*args, **kwargs)  # type: ignore[operator]

        return counted

    for module, name in ((os, "fsync"), (Path, "replace"), (Path, "unlink"), (Path, "mkdir"), (Path, "rmdir")):
        setattr(module, name, dying(getattr(module, name)))


class Check:
    """Folders against what an undisturbed build leaves."""

    def __init__(self, expected: dict[str, bytes]) -> None:
        self._expected = expected
        self.wrong = self.right = 0

    def __call__(self, what: str, folder: Path) -> None:
        found, expected = tree(folder), self._expected
        other = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
        self.wrong += bool(other)
        self.right += not other
        print(f"{what}: {'other ' + ', '.join(other) if other else 'the same'}", flush=True)


def at_moments(here: Path, old: list[object], new: list[object], args: argparse.Namespace, check: Check) -> None:
    """Killed from outside."""
    moments = random.Random(args.seed)
    for number in range(args.rounds):
        folder = here / f"{number}"
        build, kills = [*new, "-o", f"{folder}/"], 0
        if number % 2:  # every second time, another corpus stands there
            ended(started([*old, "-o", f"{folder}/"]))
        for _ in range(moments.randint(1, 3)):
            kills += killed(started(build), moments.uniform(0, args.seconds))
        code = ended(started(build))
        check(f"round {number + 1}: killed {kills} times, then exit code {code}", folder)


def at_steps(here: Path, old: list[object], new: list[object], check: Check) -> None:
    """Before each thing that is done to the disk, in an empty folder and in one in which another corpus stands."""
    for before in ([], old):
        for step in range(1, 1000):
            folder = here / f"{len(before)}-{step}"
            if before:
                ended(started([*before, "-o", f"{folder}/"]))
            code = ended(started([*new, "-o", f"{folder}/"], crash=step))
            if code != -signal.SIGKILL:
                break  # there are no more steps
            ended(started([*new, "-o", f"{folder}/"]))
            check(f"died at step {step} of {'an update' if before else 'a build'}", folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--steps", action="store_true")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--real", type=Path, help="articles to be built as they are, instead of calls")
    parser.add_argument("--pipeline", default="fast")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        options: list[object] = ["--workers", args.workers, "--pipeline", args.pipeline]
        old = [args.real or corpus(here / "old.jsonl", calls(range(args.documents))), *options]
        new = [args.real or corpus(here / "new.jsonl", calls(range(20, args.documents + 20), changed=7)), *options]
        versions._program()  # once for all: somebody may be working on the code meanwhile
        if args.workers == 1:
            plan = builder.prepare(builder.Options(pipeline=args.pipeline))
            builder.prepare = lambda options: plan  # all builds are given it as they are forked
        begun = time.monotonic()
        code = ended(started([*new, "-o", f"{here / 'expected'}/"]))
        args.seconds = time.monotonic() - begun
        check = Check(tree(here / "expected"))
        print(f"undisturbed: exit code {code}, {args.seconds:.1f} s, {len(tree(here / 'expected'))} files")
        if args.steps:
            at_steps(here, old, new, check)
        else:
            at_moments(here, old, new, args, check)
    print(f"{check.right} of {check.right + check.wrong} came out the same")
    sys.exit(check.wrong > 0)


if __name__ == "__main__":
    main()
