"""Who may come in, and how much they may bring."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient
from visiting import ADDRESS, TOKEN, Open, Visitor, visit

from variorum.web.guard import HEADERS, Sessions, is_own_path
from variorum.web.server import Address, is_loopback, safety_for

PAGES = ("/", "/claims", "/sources", "/log", "/api/case", "/api/openapi.json", "/export.json", "/dossier.html")


@pytest.mark.parametrize("path", PAGES)
def test_nobody_enters_without_the_token(reader: Visitor, path: str) -> None:
    stranger = visit(reader.client.app, enter=False)
    answer = stranger.client.get(path)
    assert answer.status_code == 401
    assert "Veth" not in answer.text


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", "‰"])
def test_a_wrong_token_opens_nothing(reader: Visitor, token: str) -> None:
    stranger = visit(reader.client.app, enter=False)
    answer = stranger.client.get("/enter", params={"token": token}, follow_redirects=False)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_the_cookie_is_for_this_site_and_no_script(reader: Visitor) -> None:
    stranger = visit(reader.client.app, enter=False)
    cookie = stranger.client.get(f"/enter?token={TOKEN}", follow_redirects=False).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in cookie


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:8765", ""]
)
def test_another_host_name_is_turned_away(reader: Visitor, host: str) -> None:
    assert reader.client.get("/claims", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8765", "LOCALHOST:8765", "[::1]:8765"])
def test_the_names_of_this_machine_are_ours(reader: Visitor, host: str) -> None:
    cookie = "; ".join(f"{k}={v}" for k, v in reader.client.cookies.items())
    assert reader.client.get("/help", headers={"host": host, "cookie": cookie}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8765", "http://127.0.0.1:9999"])
def test_another_site_may_not_send_forms(open_copy: Open, origin: str) -> None:
    visitor = open_copy()
    data = {"csrf": visitor.csrf(), "by": "Mallory", "next": "/"}
    assert visitor.client.post("/settings", data=data, headers={"origin": origin}).status_code == 403


def test_a_form_without_its_token_is_refused(open_copy: Open) -> None:
    visitor, other = open_copy(), None
    other = visit(visitor.client.app)
    for csrf in ("", "wrong", other.csrf()):
        answer = visitor.client.post("/analyse", data={"csrf": csrf})
        assert answer.status_code == 403, csrf
    assert visitor.client.post("/analyse").status_code == 403
    assert not visitor.desk.jobs()


def test_every_post_of_a_page_asks_for_the_form_token(reader: Visitor) -> None:
    app: Any = reader.client.app
    paths = {route.path for route in app.routes if "POST" in (getattr(route, "methods", None) or ())}
    assert {"/judge", "/undo/{ident}", "/add", "/analyse", "/new", "/settings"} <= paths
    before = reader.desk.case.head()
    for path in paths:
        answer = reader.client.post(path.replace("{ident}", "x"), data={}, follow_redirects=False)
        assert answer.status_code == 403, path
    assert reader.desk.case.head() == before


def test_every_answer_forbids_requests_scripts_and_frames(reader: Visitor) -> None:
    for path in ("/", "/static/workbench.js", "/nowhere", "/api/case", "/enter?token=x"):
        headers = reader.client.get(path).headers
        for name, value in HEADERS.items():
            assert headers[name] == value, path
    policy = HEADERS["content-security-policy"]
    assert "'unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_body_that_is_too_large_is_refused(open_copy: Open) -> None:
    visitor = open_copy()
    safety = visitor.client.app.state.workbench.safety  # type: ignore[attr-defined]
    object.__setattr__(safety, "most_bytes", 2000)
    answer = visitor.client.post("/judge", data={"because": "x" * 3000})
    assert answer.status_code == 413

    def drip() -> Any:
        for _ in range(40):
            yield b"x" * 100

    # Without a length announced the bytes are counted as they come.
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert visitor.client.post("/judge", content=drip(), headers=headers).status_code == 413


def test_reading_only_means_no_form_and_no_writing(open_copy: Open) -> None:
    visitor = open_copy(read_only=True)
    head = visitor.desk.case.head()
    for path in ("/", "/claims", "/review", "/sources", "/judgements", "/conflicts"):
        page = visitor.get(path)
        assert 'method="post"' not in page, path
        assert 'action="/judge"' not in page, path
    for path in ("/judge", "/add", "/analyse", "/settings", "/api/judgements"):
        assert visitor.client.post(path, data={}).status_code == 403
    bearer = {"authorization": f"Bearer {TOKEN}"}
    given = {"question": "rejection", "left": "x", "answer": "rejected", "by": "x"}
    assert visitor.client.post("/api/judgements", json=given, headers=bearer).status_code == 403
    assert visitor.desk.case.head() == head


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/..%2fserver.py",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static/....//app.py",
        "/static//etc/passwd",
        "/sources/..%2f..%2fcase.toml/original",
        "/sources/../../case.toml/original",
        "/documents/..%2f..%2fledger.sqlite",
    ],
)
def test_no_path_leads_to_a_file(reader: Visitor, path: str) -> None:
    answer = reader.client.get(path)
    assert answer.status_code == 404
    assert "import" not in answer.text
    assert "created" not in answer.text


def test_a_program_comes_in_with_the_token_as_bearer(reader: Visitor) -> None:
    stranger = TestClient(reader.client.app, base_url=f"http://{ADDRESS.netloc}")
    assert stranger.get("/api/case", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert stranger.get("/api/case", headers={"authorization": "Bearer wrong"}).status_code == 401
    # The token of a program is no way into the pages, which carry forms.
    assert stranger.get("/claims", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 401


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", "/a\nb"]
)
def test_no_form_leads_away(reader: Visitor, path: str) -> None:
    assert not is_own_path(path)
    answer = visit(reader.client.app, enter=False).client.get(
        "/enter", params={"token": TOKEN, "next": path}, follow_redirects=False
    )
    assert answer.headers["location"] == "/"


def test_sessions_are_counted() -> None:
    sessions = Sessions("t")
    first = sessions.enter("t")
    assert first is not None
    for _ in range(64):
        sessions.enter("t")
    assert not sessions.holds(first)


def test_loopback() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "127.8.0.1"))
    assert not any(is_loopback(host) for host in ("0.0.0.0", "192.168.0.2", "::", "example.org"))
    outward = safety_for(Address("192.168.0.2", 80, "t"))
    assert outward.hosts == {"192.168.0.2:80"}


def test_no_page_has_anything_inline(reader: Visitor) -> None:
    for path in ("/", "/claims", "/lineage", "/timeline", "/map", "/review", "/sources", "/add", "/help", "/settings"):
        page = reader.get(path)
        assert not re.search(r"<style|\sstyle=|<script(?! src)|\son\w+=|javascript:", page), path
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", page), path
