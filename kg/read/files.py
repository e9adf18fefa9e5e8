"""Where documents lie: files by their suffix, directories, standard input."""

from __future__ import annotations

import codecs
import errno
import io
import os
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from kg.model import Document, Problem
from kg.read import characters, crawl, delimited, json_file, lines, packing, page, parquet, record, streams
from kg.read.record import Found, Stream

Reader = Callable[[Stream, str], Found]


def _plain(stream: Stream, where: str) -> Found:
    text, changes = characters.decoded(streams.whole(stream))
    for change in changes:
        yield Problem(where, change, refused=False, kind="encoding")
    yield from record.checked(Document(text), where)


# To read another kind of file, write a Reader and list its suffix here.
READERS: dict[str, Reader] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": page.read,
    ".htm": page.read,
    ".jsonl": lines.read,
    ".json": json_file.read,
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".parquet": parquet.read,
    ".warc": crawl.read,
    ".warc.gz": crawl.gzipped,
}
# Parquet is packed inside, and cannot be read from its beginning.
_NEVER_PACKED = tuple(f".parquet{suffix}" for suffix in packing.SUFFIXES)
_KINDS = f"{', '.join(READERS)}, and these packed ({', '.join(packing.SUFFIXES)} after the suffix)"
_KINDS_SHOWN, _LONGEST_SUFFIX = 8, 12


def read(path: str) -> Found:
    """The documents of a file, of a directory's files, or ("-") of standard input."""
    if path == "-":
        stdin = sys.stdin.buffer
        # Where something stands in for standard input (a notebook, a test), it may not be able to look ahead.
        stream = stdin if isinstance(stdin, io.BufferedReader) else io.BufferedReader(stdin)  # type: ignore[type-var]
        yield from _guarded(_sniffed, stream, "standard input")
        return
    try:
        if Path(path).is_dir():
            yield from _directory(path)
            return
        stream = Path(path).open("rb")  # noqa: SIM115 - closed below; errors in there are not about opening
    except OSError as error:
        yield Problem(path, _remedy(error), kind="file")
    except ValueError:
        yield Problem(path, "is no file name: it holds a NUL", kind="file")
    else:
        with stream:
            yield from of_stream(stream, path)


def of_stream(stream: Stream, where: str, first: int = 1) -> Found:
    """The documents of a file that is open already, of the kind that the suffix of its name tells.

    `first` above 1: the stream is a part of JSON lines that begins with that line.
    """
    if first > 1:
        yield from _guarded(partial(lines.read, first=first), stream, where)
    else:
        yield from _guarded(reader(where) or _sniffed, stream, where)


def _guarded(reader: Reader, stream: Stream, where: str) -> Found:
    """What `reader` finds; a stream that breaks is one `Problem`, after what was read before it broke."""
    try:
        yield from reader(stream, where)
    except (characters.BinaryError, packing.DamagedError) as error:
        yield Problem(where, str(error), kind="damaged")
    except streams.TooLargeError as error:
        yield Problem(where, str(error), kind="size")
    except OSError as error:
        yield Problem(where, _remedy(error), kind="file")


def _remedy(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file: check the name"
    if isinstance(error, PermissionError):
        return "may not be read: check its permissions"
    return f"cannot be read: {error.strerror or error}"


def reader(path: str) -> Reader | None:
    """What reads files of such a name; None where the name does not tell."""
    inner, packed = kind(path)
    return partial(_packed, inner, packed) if inner and packed else inner


def kind(path: str) -> tuple[Reader | None, str]:
    """What reads files of such a name, and the suffix that says how they are packed ("": they are not)."""
    name = Path(path).name.lower()
    packed = Path(name).suffix
    # A crawl is packed record by record, and is read so.
    inner = _of_suffix(name)
    if inner or packed not in packing.SUFFIXES or name.endswith(_NEVER_PACKED):
        return inner, ""
    return _of_suffix(name.removesuffix(packed)), packed


def _of_suffix(name: str) -> Reader | None:
    return next((reader for suffix, reader in READERS.items() if name.endswith(suffix)), None)


def _packed(inner: Reader, suffix: str, stream: Stream, where: str) -> Found:
    with packing.unpacked(stream, suffix) as unpacked:
        yield from inner(unpacked, where)


def _sniffed(stream: Stream, where: str) -> Found:
    """Standard input, or a file whose name tells nothing: its beginning tells what it is."""
    mark = stream.read(len(codecs.BOM_UTF8)) if stream.peek(4).startswith(codecs.BOM_UTF8) else b""
    blank = mark + streams.blank(stream, streams.LARGEST)
    first = stream.readline(streams.LARGEST)
    rest = streams.rejoined(blank + first, stream)
    if first.startswith(b"WARC/"):
        return crawl.read(rest, where)
    if lines.is_record(first):
        return lines.read(rest, where)
    if json_file.begins(first):
        return json_file.read(rest, where)
    return page.read(rest, where) if page.looks_like_one(first) else _plain(rest, where)


def _directory(path: str) -> Found:
    nothing = True
    skipped: Counter[str] = Counter()
    for item in listed(path, skipped):
        nothing = False
        if isinstance(item, Problem):
            yield item
        else:
            yield from read(item)
    if nothing:
        yield Problem(path, f"nothing readable in this directory: kg reads {_KINDS}", kind="file")
    elif skipped:
        yield Problem(path, _told(skipped), refused=False, kind="file")


def _told(skipped: Counter[str]) -> str:
    kinds = sorted(skipped.items(), key=lambda one: (-one[1], one[0]))
    shown = [f"{kind} {count:,}" for kind, count in kinds[:_KINDS_SHOWN]] + ["…"] * (len(kinds) > _KINDS_SHOWN)
    count = skipped.total()
    what = "file of a kind that kg does not read was" if count == 1 else "files of kinds that kg does not read were"
    return f"{count:,} {what} skipped ({', '.join(shown)})"


def listed(path: str, skipped: Counter[str] | None = None) -> Iterator[str | Problem]:
    """Files of a kind that we read, below `path`, sorted by the names on their way; what cannot be looked at.

    Links to directories are not followed: no loops. One folder's names at a time are in memory, with those on the
    way to it. All else that is not hidden is counted in `skipped`, by its kind.
    """
    skipped = Counter() if skipped is None else skipped
    open_folders = [_sorted(path)]
    while open_folders:
        item = next(open_folders[-1], None)
        if item is None:
            open_folders.pop()
            continue
        if isinstance(item, Problem):
            yield item
            continue
        known = reader(item.name) is not None
        try:
            if item.is_dir(follow_symlinks=False):
                open_folders.append(_sorted(item.path))
                continue
            mode = item.stat().st_mode if known or item.is_symlink() else stat.S_IFREG
        except OSError as error:
            if known:
                yield _unreachable(item.path, error)
            else:
                skipped[_called(item.name)] += 1
            continue
        if stat.S_ISDIR(mode):
            skipped["link to a directory"] += 1
        # A pipe or a device among the files would hang the build.
        elif known and stat.S_ISREG(mode):
            yield item.path
        else:
            skipped[_called(item.name) if stat.S_ISREG(mode) else "pipe or device"] += 1


def _unreachable(path: str, error: OSError) -> Problem:
    """A link that leads nowhere holds no document that could be lost; another may."""
    if error.errno in (errno.ENOENT, errno.ELOOP):
        return Problem(path, "is a link that leads nowhere: mend or remove it", refused=False, kind="file")
    return Problem(path, _remedy(error), kind="file")


def _called(name: str) -> str:
    suffix = characters.one_line(Path(name).suffix.lower())
    return f"{suffix[:_LONGEST_SUFFIX]}…" if len(suffix) > _LONGEST_SUFFIX else suffix or "without suffix"


def _sorted(folder: str) -> Iterator[os.DirEntry[str] | Problem]:
    """What stands in a folder, but what is hidden."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        yield Problem(folder, _remedy(error), kind="file")
        return
    yield from sorted(found, key=lambda entry: entry.name)
