"""Starting the workbench: the address with its token, the desk over a folder, and the server on a socket of this machine."""

import ipaddress
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.responses import HTMLResponse, JSONResponse, Response

from variorum.case import Tools
from variorum.case.folder import Case
from variorum.web.app import make_app, today
from variorum.web.desk import Desk
from variorum.web.guard import Safety, Sessions


@dataclass(frozen=True, slots=True)
class Address:
    """Where a workbench is to be found: give `url` to the one who may enter, and to nobody else."""

    host: str
    port: int
    token: str

    @property
    def url(self) -> str:
        """With the token, for the first visit."""
        return f"http://{self.netloc}/enter?token={self.token}"

    @property
    def netloc(self) -> str:
        """Host and port as a browser writes them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine as only this machine can reach it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def desk_over(
    folder: Path, tools: Tools | None = None, *, read_only: bool = False, clock: Callable[[], str] = today
) -> Desk:
    """A desk over the case in a folder, which need not be there yet."""
    return Desk(
        exists=(folder / "case.toml").exists(),
        open_case=lambda: Case.open(folder, tools=tools, read_only=read_only),
        create=lambda name, by: _create(folder, name, by, tools),
        clock=clock,
        read_only=read_only,
    )


def _create(folder: Path, name: str, by: str, tools: Tools | None) -> Case:
    """A new case, opened anew so that it has the models."""
    Case.create(folder, name=name, by=by).close()
    return Case.open(folder, tools=tools)


def safety_for(address: Address, *, read_only: bool = False) -> Safety:
    """The rules of a server at this address."""
    hosts = {address.netloc.lower()}
    if is_loopback(address.host):
        hosts |= {f"127.0.0.1:{address.port}", f"localhost:{address.port}", f"[::1]:{address.port}"}
    return Safety(
        hosts=frozenset(hosts),
        sessions=Sessions(address.token),
        # Cookies do not know ports: two workbenches on one machine must not take one another's.
        cookie=f"variorum_{address.port}",
        read_only=read_only,
        refusal=refuse,
    )


def refuse(status: int, says: str, json: bool) -> Response:
    """The answer to a request that does not pass the guard; it tells nothing of the case."""
    if json:
        return JSONResponse({"detail": says}, status_code=status)
    return HTMLResponse(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Variorum</title>'
        f"</head><body><main><h1>Variorum</h1><p>{says}</p></main></body></html>",
        status_code=status,
    )


def app_at(
    address: Address, folder: Path, tools: Tools | None = None, *, by: str = "", read_only: bool = False
) -> FastAPI:
    """The application over a folder, for one address."""
    desk = desk_over(folder, tools, read_only=read_only)
    return make_app(desk, safety_for(address, read_only=read_only), folder=str(folder), by=by)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one. Raises `OSError` where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    return sock


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(24)


def run(app: FastAPI, sock: socket.socket) -> None:
    """Serve until the user stops it. Requests are not logged: their addresses hold what was searched for and decided."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3
    )
    uvicorn.Server(config).run(sockets=[sock])
