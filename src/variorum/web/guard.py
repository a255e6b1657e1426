"""Who may ask, and how much: what every request must pass before a page is made.

The server listens on the user's own machine, where any web page that a browser has open could try to reach it. So:

* the `Host` must be one of ours (a foreign name that resolves to this machine is turned away);
* an `Origin`, where a browser sends one, must be ours;
* a browser enters once with the token of the printed address and then carries a cookie that scripts cannot read and other sites
  cannot send;
* every form carries a token of its own that only a page of ours knows (`Sessions.form_token`);
* a body may not be larger than `most_bytes`;
* in read-only mode nothing but reading is answered;
* each answer forbids its page every request to elsewhere, every inline script and every frame.
"""

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

READING = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_TO_ALL = ("/static/", "/enter")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With "no-referrer" browsers would send `Origin: null` with our own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
# Browsers that may be in at once; the one longest unseen goes.
_MOST_SESSIONS = 64


class Sessions:
    """Browsers that have entered. Kept in memory only: after a restart one enters anew."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._secret = secrets.token_bytes(32)
        self._known: OrderedDict[str, None] = OrderedDict()

    def enter(self, token: str) -> str | None:
        """A new session for whoever has the token of the printed address; None for anybody else."""
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            return None
        session = secrets.token_urlsafe(32)
        self._known[session] = None
        while len(self._known) > _MOST_SESSIONS:
            self._known.popitem(last=False)
        return session

    def holds(self, session: str) -> bool:
        """Whether the session was given out by this server."""
        if session not in self._known:
            return False
        self._known.move_to_end(session)
        return True

    def bears(self, authorization: str) -> bool:
        """Whether a program shows the token as "Bearer TOKEN"."""
        kind, _, token = authorization.partition(" ")
        return kind.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), self._token.encode())

    def form_token(self, session: str) -> str:
        """What a form of this session must carry."""
        return hmac.new(self._secret, session.encode(), hashlib.sha256).hexdigest()

    def is_form_token(self, session: str, given: str) -> bool:
        """Whether a form was made for this session."""
        return hmac.compare_digest(self.form_token(session).encode(), given.encode("utf-8", "replace"))


@dataclass(frozen=True)
class Safety:
    """The rules of one server: the hosts it answers to ("127.0.0.1:8765"), the sessions, the limits."""

    hosts: frozenset[str]
    sessions: Sessions
    cookie: str
    read_only: bool = False
    most_bytes: int = 120_000_000
    most_file: int = 20_000_000
    most_files: int = 100
    refusal: Callable[[int, str, bool], Response] = field(
        default=lambda status, says, json: Response(says, status, media_type="text/plain")
    )


def cookie_of(headers: Headers, name: str) -> str:
    """One cookie's value, empty where there is none."""
    try:
        jar = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""


class Guard:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, safety: Safety) -> None:
        self._app, self._safety = app, safety

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer[name] = value
                if "cache-control" not in answer:
                    answer["cache-control"] = "no-store"
            await send(message)

        refused = self._refuse(scope, headers)
        if refused is not None:
            await refused(scope, receive, send_with_headers)
            return
        await self._app(scope, _measured(receive, self._safety.most_bytes), send_with_headers)

    def _refuse(self, scope: Scope, headers: Headers) -> Response | None:
        safety, method, path = self._safety, scope["method"], scope["path"]
        json = path.startswith("/api/")
        if headers.get("host", "").lower() not in safety.hosts:
            return safety.refusal(421, "This server answers only to the address that it printed.", json)
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in safety.hosts}:
            return safety.refusal(403, "Another site may not use this server.", json)
        if headers.get("sec-fetch-site") == "cross-site" and method not in READING:
            return safety.refusal(403, "Another site may not use this server.", json)
        if method not in READING and safety.read_only:
            return safety.refusal(403, "This case is served for reading only.", json)
        try:
            announced = int(headers.get("content-length", "0"))
        except ValueError:
            return safety.refusal(400, "The length of the message is no number.", json)
        if announced > safety.most_bytes:
            return safety.refusal(413, too_much(safety.most_bytes), json)
        if path.startswith(OPEN_TO_ALL):
            return None
        session = cookie_of(headers, safety.cookie)
        if safety.sessions.holds(session):
            scope["session_id"] = session
            return None
        if json and safety.sessions.bears(headers.get("authorization", "")):
            scope["session_id"] = None
            return None
        return safety.refusal(401, "Open the address that “variorum serve” printed when it started.", json)


def too_much(most: int) -> str:
    """What is said of a body that is too large."""
    return f"This is more than {most / 1e6:.0f} MB at once; hand the files over in several goes."


def _measured(receive: Receive, most: int) -> Receive:
    """The same messages, until they hold more than `most` bytes together."""
    taken = 0

    async def measure() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413, too_much(most))
        return message

    return measure


def is_own_path(path: str) -> bool:
    """Whether a path leads back into this server: never to another site, whatever a browser makes of slashes."""
    return (
        path.startswith("/") and not path.startswith(("//", "/\\")) and not any(ord(c) < 32 or c == "\\" for c in path)
    )
