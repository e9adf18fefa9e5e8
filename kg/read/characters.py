"""Bytes to text, and text to the form that all offsets count in."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Controls but tab and line feed, halves of surrogate pairs, and two code points that XML has no place for.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\x0b\f\r\x1b"))
_LONG_LINE = 1_000_000
EMPTY = "empty: nothing to find in it"
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
)
_PACKED = (
    (b"\x1f\x8b", "gzipped: end its name in .gz after the suffix of what is in it, or unpack it"),
    (b"\x28\xb5\x2f\xfd", "packed by Zstandard: end its name in .zst after the suffix of what is in it, or unpack it"),
    (b"PAR1", "a Parquet file: end its name in .parquet"),
)


class BinaryError(ValueError):
    """The bytes are no text; the message says what they look like."""


def mark(data: bytes) -> tuple[str, int]:
    """The encoding that a byte-order mark announces and the length of the mark; ("", 0) without one."""
    return next(((name, len(bom)) for bom, name in _MARKS if data.startswith(bom)), ("", 0))


def refuse_binary(head: bytes) -> None:
    """Raise BinaryError where the first bytes of an input can be no text."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            raise BinaryError(f"is {kind}, no text: save its text as .txt, in UTF-8")
    for signature, what in _PACKED:
        if head.startswith(signature):
            raise BinaryError(f"is {what}")
    # A stray NUL among words is a flaw of a text; one byte in ten is another kind of file.
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    if controls > 1 and controls * 10 > len(head) and not mark(head)[0]:
        raise BinaryError("is binary, no text: save its text as .txt, in UTF-8")


def decoded(data: bytes) -> tuple[str, list[str]]:
    """The text of a whole file as it stands, and what a user should know of how it was decoded."""
    refuse_binary(data[:65536])
    encoding, length = mark(data)
    if encoding:
        text = data[length:].decode(encoding, errors="replace")
        return text, [mark_dropped(encoding)]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        encoding = detected(data)
        return data.decode(encoding, errors="replace"), [not_utf8(encoding)]


def mark_dropped(encoding: str) -> str:
    return "byte-order mark dropped" + ("" if encoding == "utf-8" else f", read as {encoding}")


def not_utf8(encoding: str) -> str:
    return f"not UTF-8, read as {encoding}: if letters came out wrong, save it as UTF-8"


def detected(data: bytes) -> str:
    """The encoding of bytes that are no UTF-8. Raises BinaryError where none makes them text."""
    # A few accents and curly quotes tell code pages hardly apart (charset-normalizer takes a lone "ñ" for
    # Chinese); English text that is no UTF-8 was written on Windows.
    beyond_ascii = sum(len(run) for run in re.findall(rb"[\x80-\xff]+", data))
    if beyond_ascii * 5 < len(data) and _decodes(data, "windows-1252"):
        return "windows-1252"
    match = charset_normalizer.from_bytes(data).best()
    if match is None:
        raise BinaryError("is binary or in an unknown encoding: save its text as .txt, in UTF-8")
    return "windows-1252" if "cp1252" in match.could_be_from_charset else match.encoding.replace("_", "-")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def normalised(text: str) -> tuple[str, list[str]]:
    """Line ends made LF, unfit characters replaced one for one; and what a user should know of it."""
    changes = []
    if text.startswith("\ufeff"):
        text = text[1:]
        changes.append("byte-order mark dropped")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        changes.append("line ends made LF; offsets count each as one character")
    text, unfit = _UNFIT.subn("\ufffd", text)
    if unfit:
        changes.append(f"{unfit} control {'character' if unfit == 1 else 'characters'} replaced by U+FFFD")
    if not text or text.isspace():
        changes.append(EMPTY)
    elif (longest := _longest_line(text)) > _LONG_LINE:
        changes.append(f"one line has {longest:,} characters: is this plain text?")
    return text, changes


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n"))) if len(text) > _LONG_LINE else 0


def one_line(value: str) -> str:
    """A title, address or name: no control characters, runs of white space made one blank."""
    return fit(" ".join(value.split()))


def fit(value: str) -> str:
    """`value` with each character that RDF and XML have no place for replaced by U+FFFD."""
    return _UNFIT.sub("\ufffd", value)
