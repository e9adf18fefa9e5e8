"""What a load has done so far, in a file: an interrupted one goes on from there."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import IO

from kg.errors import UsageError
from kg.iri import digest
from kg.load.records import Tell


def beside(source: str, target: str) -> Path | None:
    """Where the journal of an unfinished load lies; none for standard input, which cannot be read again."""
    if source == "-":
        return None
    path = Path(source)
    return path.with_name(f"{path.name}.loading-{digest(target)}")


class Journal:
    """The parts that are loaded, each with a hash of what it held. Lines of JSON, added as the work goes on.

    `kept`: the user named the file, and it stays when all is loaded; one of our own is removed then. `path` None: no
    journal at all.
    """

    def __init__(self, path: Path | None, target: str, *, kept: bool, tell: Tell) -> None:
        """Raises UsageError where the file is another load's, or cannot be written although the user named it."""
        self.path, self._kept = path, kept
        self._done: dict[str, tuple[str, int]] = {}
        self._stream: IO[str] | None = None
        if path is None:
            return
        try:
            fresh = self._read(path, target)
            self._stream = path.open("w" if fresh else "a", encoding="utf-8")
        except OSError as error:
            if kept:
                raise UsageError(f"{path} cannot be written: {error.strerror}: name another journal") from None
            tell(f"{path} cannot be written ({error.strerror}): if this load is interrupted it begins anew")
            self.path = None
            return
        if fresh:
            self._write({"target": target})

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream:
            self._stream.close()
            if not self._done and not self._kept and self.path:
                self.path.unlink(missing_ok=True)

    @property
    def done(self) -> dict[str, int]:
        """Part to the number of statements it had."""
        return {part: size for part, (_, size) in self._done.items()}

    def has(self, part: str, digest: str) -> bool:
        return part in self._done and self._done[part][0] == digest

    def add(self, part: str, digest: str, size: int) -> None:
        self._done[part] = digest, size
        self._write({"part": part, "digest": digest, "size": size})

    def forget(self, part: str) -> None:
        """It has to be loaded again."""
        if self._done.pop(part, None):
            self._write({"part": part})

    def finish(self) -> None:
        """Everything is loaded."""
        if self._stream:
            self._stream.close()
            self._stream = None
        if self.path and not self._kept:
            self.path.unlink(missing_ok=True)

    def _write(self, record: dict[str, object]) -> None:
        if self._stream:
            self._stream.write(json.dumps(record) + "\n")
            # A crash of this program loses no line; what a crash of the machine loses is loaded again.
            self._stream.flush()

    def _read(self, path: Path, target: str) -> bool:
        """Whether the journal has to begin anew."""
        if not path.exists():
            return True
        # The last line may be half written.
        whole, _, rest = path.read_text(encoding="utf-8", errors="replace").rpartition("\n")
        try:
            records = [json.loads(line) for line in whole.split("\n")] if whole else []
            if records and records[0]["target"] != target:
                raise UsageError(f"{path} is the journal of a load into {records[0]['target']}: name another one")
            for record in records[1:]:
                if "digest" in record:
                    self._done[record["part"]] = str(record["digest"]), int(record["size"])
                else:
                    self._done.pop(record["part"], None)
        except (ValueError, KeyError, TypeError):
            raise UsageError(f"{path} is no journal of a load: name another one, or remove it") from None
        if rest and not records:
            raise UsageError(f"{path} is no journal of a load: name another one, or remove it")
        if rest:
            path.write_text(whole + "\n", encoding="utf-8")
        return not records
