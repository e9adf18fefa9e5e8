"""HTTP to a SPARQL server: who the user is, what is tried again, and errors in words."""

from __future__ import annotations

import html
import ipaddress
import re
import ssl
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from types import TracebackType

import httpx

from kg.errors import DatabaseError, UsageError
from kg.load.credentials import Credentials
from kg.load.records import Tell

DELAYS = (0.5, 1.0, 2.0, 4.0)
"""Seconds before each further try, where a server is busy or cut the connection."""
_LONGEST_DELAY = 60.0
_CONNECT = 10.0
_CUT = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)
_MARKUP = re.compile(r"<!DOCTYPE[^>]*>|<(title|style|script)\b.*?</\1>|</?[a-zA-Z][^<>]*>", re.DOTALL | re.IGNORECASE)
_WORDS = 240


class RefusedError(DatabaseError):
    """The server answered, and not with success."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status

    @property
    def of_content(self) -> bool:
        """Whether what was sent may be at fault, rather than where, or by whom."""
        return self.status in (400, 413, 414, 422, 500)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    type: str
    text: str


class Client:
    """Talks to one server. The user's secrets go to it alone: redirections are not followed."""

    def __init__(self, target: str, credentials: Credentials, timeout: float, tell: Tell) -> None:
        self.url = address(target)
        self._credentials, self._timeout = credentials, timeout
        self._auth = _Auth(credentials, _origin(self.url))
        self._http = httpx.Client(
            timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT)),
            follow_redirects=False,
            headers={"User-Agent": "kg-load", "Accept": "*/*"},
        )
        if credentials and self.url.scheme == "http" and not _is_loopback(self.url.host):
            tell(f"warning: the password goes to {self.url.host} unencrypted: use https where the server has it")

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def send(
        self,
        method: str,
        url: httpx.URL,
        body: bytes,
        headers: Mapping[str, str],
        advice: Mapping[int, str] | None = None,
    ) -> Answer:
        """Whatever is sent may be sent twice. `advice` says what to do, by status; raises DatabaseError."""
        for delay in (*DELAYS, None):
            try:
                response = self._http.request(method, url, content=body, headers=dict(headers), auth=self._auth)
            except _CUT as error:
                if delay is None:
                    raise DatabaseError(f"{shown(url)} cut the connection: {_reason(error)}") from None
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                raise DatabaseError(f"{_server(url)} {_unreachable(error)}") from None
            except httpx.TimeoutException:
                late = f"did not answer within {self._timeout:g} seconds: give it longer with --timeout"
                raise DatabaseError(f"{shown(url)} {late}") from None
            except httpx.HTTPError as error:
                raise DatabaseError(f"{shown(url)} could not be talked to: {_reason(error)}") from None
            else:
                if response.is_success:
                    return Answer(response.status_code, response.headers.get("Content-Type", ""), response.text)
                if response.status_code != 503 or delay is None:
                    raise self._refusal(response, advice or {})
                delay = _asked_for(response, delay)
            time.sleep(delay)
        raise AssertionError("the last try returns or raises")

    def _refusal(self, response: httpx.Response, advice: Mapping[int, str]) -> RefusedError:
        status = response.status_code
        where = f"{shown(response.request.url)} answered {status} {response.reason_phrase}".rstrip()
        if response.is_redirect or 300 <= status < 400:
            to = shown(response.request.url.join(response.headers.get("Location", "")))
            return RefusedError(
                f"{where}: it redirects to {to}: give that address if it is the server you mean", status
            )
        if status == 401:
            known = "it does not accept KG_USER with KG_PASSWORD, or KG_TOKEN: check them"
            return RefusedError(
                f"{where}: {known if self._credentials else 'set KG_USER and KG_PASSWORD, or KG_TOKEN'}", status
            )
        said = self._credentials.hidden(_words(response.text))
        general = {403: "this user may not do that there: ask whoever runs it", 404: "check the address"}
        parts = [where, said, advice.get(status) or general.get(status, "")]
        return RefusedError(": ".join(part for part in parts if part), status)


class _Auth(httpx.Auth):
    """Secrets for one origin: a token at once, a user and password as the server asks for them."""

    def __init__(self, credentials: Credentials, origin: tuple[str, str, int | None]) -> None:
        self._credentials, self._origin = credentials, origin
        self._asked: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        mine = self._credentials
        if not mine or _origin(request.url) != self._origin:
            yield request
        elif mine.token:
            request.headers["Authorization"] = f"Bearer {mine.token}"
            yield request
        elif self._asked is not None:
            yield from self._asked.auth_flow(request)
        else:
            response = yield request
            if response.status_code == 401:
                schemes = {one.split(" ")[0].lower() for one in response.headers.get_list("WWW-Authenticate")}
                digest = "digest" in schemes
                self._asked = (httpx.DigestAuth if digest else httpx.BasicAuth)(mine.user, mine.password)
                yield from self._asked.auth_flow(request)


def address(text: str) -> httpx.URL:
    """Raises UsageError."""
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise UsageError(f"{text} is no address: {error}") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise UsageError(f"{text} is no address of a server: write it in full, as in http://localhost:3030/kg/data")
    if url.userinfo:
        raise UsageError(f"{url.scheme}://{url.host} was given with a password: set KG_USER and KG_PASSWORD instead")
    return url.copy_with(fragment=None)


def shown(url: httpx.URL) -> str:
    """Without what may hold a secret."""
    return str(url.copy_with(query=None, fragment=None, username=None, password=None))


def _server(url: httpx.URL) -> str:
    return shown(url.copy_with(path="/")).rstrip("/")


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _unreachable(error: httpx.TransportError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = cause.verify_message or "it is not valid"
            return f"has no certificate to trust: {reason}: name your own authority's file in SSL_CERT_FILE"
        cause = cause.__cause__ or cause.__context__
    return f"cannot be reached ({_reason(error)}): start the server, or check the address"


def _asked_for(response: httpx.Response, otherwise: float) -> float:
    """Seconds that the server wants to be left alone."""
    wanted = response.headers.get("Retry-After", "")
    return min(float(wanted), _LONGEST_DELAY) if wanted.isdecimal() else otherwise


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _words(body: str) -> str:
    """What a server said, without a page's markup, on one line."""
    is_page = body.lstrip()[:5].lower() in ("<!doc", "<html", "<?xml")
    text = " ".join((html.unescape(_MARKUP.sub(" ", body)) if is_page else body).split())
    return text if len(text) <= _WORDS else text[: _WORDS - 1].rstrip() + "…"
