"""`kill -9` at any moment: the same command goes on, and the folder comes out as if nothing had been."""

from __future__ import annotations

import subprocess
import sys

import killed
import pytest


@pytest.mark.parametrize(
    "arguments",
    [
        ["--steps", "--documents", "60"],
        ["--rounds", "8", "--documents", "200"],
        ["--rounds", "2", "--documents", "200", "--workers", "2"],
    ],
    ids=["before each step of writing", "at random moments", "several processes at random moments"],
)
def test_a_build_that_is_killed_and_run_again_leaves_the_same_bytes(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, killed.__file__, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    right, _, of, *_ = done.stdout.splitlines()[-1].split()
    assert right == of
    assert int(of) >= 2
