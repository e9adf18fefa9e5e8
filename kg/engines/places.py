"""Folders and files wherever fsspec reaches: listed, read, and written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from kg.errors import InputError, UsageError
from kg.extras import needed

# A file of these can be renamed at once, and can be seen half written. Object stores are the other way round.
_RENAMING = {"file", "local", "hdfs", "arrow_hdfs", "webhdfs", "sftp", "ssh", "smb", "memory", "dbfs"}


@dataclass(frozen=True, slots=True)
class File:
    name: str
    """As the user would call it: what was given, and the way below it."""
    url: str
    """The same from any folder."""
    size: int


class StorageError(Exception):
    """A storage fails while a file is read. No OSError: those of what reads the file are about its bytes."""


def files(url: str, suffixes: Iterable[str]) -> list[File]:
    """The file itself, or those of a folder and its folders whose names end so, sorted part by part.

    Names that begin with a dot are left out, as everywhere in kg. Raises KgError where there is nothing.
    """
    fs, root = _reached(url)
    with _told(url):
        if fs.isfile(root):
            return [File(url, whole(url), int(fs.size(root) or 0))]
        if not fs.isdir(root):
            raise InputError(f"{url}: no such file: check the name")
        found = fs.find(root, detail=True)
    listed = []
    wanted = tuple(suffixes)
    for path, about in found.items():
        below = PurePosixPath(path).relative_to(PurePosixPath(root)) if root else PurePosixPath(path)
        if path.lower().endswith(wanted) and not any(part.startswith(".") for part in below.parts):
            name = join(url, str(below))
            listed.append((below.parts, File(name, whole(name), int(about["size"] or 0))))
    return [file for _, file in sorted(listed, key=lambda one: one[0])]


def whole(url: str) -> str:
    """A path of this machine from its root; other places as they are."""
    return url if "://" in url or "::" in url else str(Path(url).absolute())


def join(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}" if folder.strip("/") else f"{folder}{name}"


def below(url: str, folder: str) -> bool:
    """Whether the one is the other, or lies in it, by whatever ways and links they are given. Raises UsageError for
    what cannot be reached."""
    one, other = _real(url), _real(folder)
    return f"{one.rstrip('/')}/".startswith(f"{other.rstrip('/')}/")


def _real(url: str) -> str:
    path = local(url)
    return url if path is None else str(Path(path).resolve())


@contextmanager
def opened(url: str) -> Iterator[BinaryIO]:
    """A stream of bytes in which one can go to any place. Raises InputError where this machine finds no such file."""
    fs, path = _reached(url)
    try:
        file = fs.open(path, "rb")
    except FileNotFoundError:
        raise InputError(f"{url}: no such file: every machine has to find it under this name") from None
    except PermissionError:
        raise InputError(f"{url}: may not be read: check its permissions and every machine's credentials") from None
    with file:
        yield cast(BinaryIO, file)


def exists(url: str) -> bool:
    """Asked of the storage itself each time: another machine may just have written it."""
    fs, path = _reached(url)
    fs.invalidate_cache()
    return bool(fs.exists(path))


def content(url: str) -> bytes | None:
    """None where there is no such file."""
    fs, path = _reached(url)
    try:
        return cast(bytes, fs.cat_file(path))
    except FileNotFoundError:
        return None


def fetch(url: str, to: Path) -> None:
    """Copies a file to this machine, if there is one."""
    fs, path = _reached(url)
    with suppress(FileNotFoundError):
        fs.get_file(path, str(to))


def names(folder: str) -> set[str]:
    """Of the files in a folder; none where there is no folder."""
    fs, path = _reached(folder)
    fs.invalidate_cache()
    try:
        return {PurePosixPath(one["name"]).name for one in fs.ls(path, detail=True) if one["type"] == "file"}
    except FileNotFoundError:
        return set()


def publish(url: str, source: bytes | Path) -> None:
    """Bytes, or a file of this machine, as a file there. Whoever looks sees all of it, or what was there before: also
    if this process dies, or two write the same at once."""
    fs, path = _reached(url)
    if not _renames(fs):
        _write(fs, path, source)  # an object is there once its upload is complete
        return
    folder, _, name = path.rpartition("/")
    fs.makedirs(folder or "/", exist_ok=True)
    temporary = f"{folder}/.{name}.{os.getpid()}-{secrets.token_hex(4)}"
    try:
        _write(fs, temporary, source)
        _rename(fs, temporary, path)
    except BaseException:
        if fs.exists(temporary):
            fs.rm_file(temporary)
        raise


def _write(fs: Any, path: str, source: bytes | Path) -> None:
    if isinstance(source, Path):
        fs.put_file(str(source), path)
    else:
        fs.pipe_file(path, source)
    if _is_local(fs):
        with Path(path).open("rb") as stream:
            os.fsync(stream.fileno())


def _rename(fs: Any, temporary: str, path: str) -> None:
    if _is_local(fs):
        os.replace(temporary, path)  # noqa: PTH105 - both are paths of fsspec, strings
        return
    try:
        fs.mv(temporary, path)
    except OSError:
        # HDFS does not rename onto a file that is there.
        if not fs.exists(path):
            raise
        fs.rm_file(path)
        fs.mv(temporary, path)


def remove(url: str) -> None:
    """One file, never a folder."""
    fs, path = _reached(url)
    with suppress(FileNotFoundError):
        fs.rm_file(path)


def remove_empty(folder: str) -> None:
    """A folder of this machine, where nothing is in it; elsewhere there are none without files, or they do no harm."""
    path = local(folder)
    if path is not None:
        with suppress(OSError):
            Path(path).rmdir()


def local(url: str) -> str | None:
    """The path where the place is on this machine's file system."""
    fs, path = _reached(url)
    return path if _is_local(fs) else None


def _is_local(fs: Any) -> bool:
    return "file" in _protocols(fs)


def _renames(fs: Any) -> bool:
    return bool(_protocols(fs) & _RENAMING)


def _protocols(fs: Any) -> set[str]:
    return {fs.protocol} if isinstance(fs.protocol, str) else set(fs.protocol)


def _reached(url: str) -> tuple[Any, str]:
    core = needed("fsspec.core", "dask", "--engine")
    try:
        fs, path = core.url_to_fs(url)
    except ImportError as error:
        raise UsageError(f"{url} cannot be reached: {error}") from None
    except ValueError as error:
        raise UsageError(f"{url} cannot be reached: {str(error).rstrip('.')}") from None
    return fs, path


@contextmanager
def _told(url: str) -> Iterator[None]:
    """What a storage answers to a look at it, in one line."""
    try:
        yield
    except PermissionError:
        raise InputError(f"{url}: may not be read: check its permissions and your credentials") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{url} cannot be read: {' '.join(str(error).split())}") from None
