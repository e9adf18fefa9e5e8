"""What a request is refused with: a status of HTTP and one line."""

from __future__ import annotations

__all__ = ["RefusalError"]


class RefusalError(Exception):
    """`status` is one of HTTP; the message says what is wrong and what to do."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
