"""Keys that have been seen, beyond what memory holds."""

from __future__ import annotations

import random
import sqlite3
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.keys
from kg.keys import Keys


@given(
    st.lists(st.tuples(st.sampled_from(["add", "put"]), st.text(max_size=2), st.binary(max_size=2)), max_size=60),
    st.integers(1, 8),
)
def test_keys_are_a_dictionary_whatever_fits_into_memory(calls: list[tuple[str, str, bytes]], in_memory: int) -> None:
    keys, expected = Keys(in_memory), dict[str, bytes]()
    for call, key, value in calls:
        if call == "add":
            assert keys.add(key, value) == expected.get(key)
            expected.setdefault(key, value)
        else:
            keys.put(key, value)
            expected[key] = value
        assert len(keys) == len(expected)
    assert {key: keys.get(key) for _, key, _ in calls} == expected
    assert keys.get("never seen") is None


@pytest.mark.parametrize("key", ["", "\ud800", "a\0b", "é" * 10_000])
def test_any_string_is_a_key(key: str) -> None:
    keys = Keys(1)
    assert (keys.add(key, b"1"), keys.add(key, b"2"), len(keys)) == (None, b"1", 1)


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = kg.keys._opened

    def small() -> sqlite3.Connection:
        disk = opened()
        disk.execute("PRAGMA max_page_count = 20")
        return disk

    monkeypatch.setattr(kg.keys, "_opened", small)
    with pytest.raises(OSError, match="full") as error:
        Keys(1_000).update(map(str, range(10_000)))
    assert error.value.filename == "temporary files"


class _Full:
    """A database whose folder is full when such a statement comes."""

    def __init__(self, disk: sqlite3.Connection, statement: str) -> None:
        self._disk, self._statement = disk, statement

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if statement.startswith(self._statement):
            raise sqlite3.OperationalError("database or disk is full")
        return self._disk.execute(statement, *values)

    def executemany(self, statement: str, values: Any) -> sqlite3.Cursor:
        return self._disk.executemany(statement, values)


@pytest.mark.parametrize("statement", ["SELECT", "UPDATE"])
def test_a_disk_that_is_full_when_a_key_is_looked_for_is_told(monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    opened = kg.keys._opened
    monkeypatch.setattr(kg.keys, "_opened", lambda: _Full(opened(), statement))
    keys = Keys(2)
    with pytest.raises(OSError, match="full") as error:
        for key in ("1", "2", "1"):
            keys.put(key, b"")
    assert error.value.filename == "temporary files"


def test_memory_does_not_grow_with_the_keys() -> None:
    keys, numbers = Keys(1_000), random.Random(1)
    keys.update(str(numbers.random()) for _ in range(2_000))
    tracemalloc.start()
    keys.update(str(numbers.random()) for _ in range(30_000))
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(keys) == 32_000
    assert peak < 1_000_000 > held
    keys.close()
