"""Who the user is to a database: from the environment alone, never from a command line, never into a message."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import UsageError


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or a token, or (all empty) nobody."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    def hidden(self, text: str) -> str:
        """The text without the secrets, should a server have echoed them."""
        for secret in (self.password, self.token):
            text = text.replace(secret, "***") if secret else text
        return text


def credentials(environment: Mapping[str, str] = os.environ) -> Credentials:
    """KG_USER and KG_PASSWORD, or KG_TOKEN."""
    user, password, token = (environment.get(name, "") for name in ("KG_USER", "KG_PASSWORD", "KG_TOKEN"))
    if token and (user or password):
        raise UsageError("both KG_TOKEN and KG_USER or KG_PASSWORD are set: unset those that are not meant")
    if bool(user) != bool(password):
        missing = "KG_PASSWORD" if user else "KG_USER"
        raise UsageError(f"{missing} is not set: a user needs both KG_USER and KG_PASSWORD")
    return Credentials(user, password, token)
