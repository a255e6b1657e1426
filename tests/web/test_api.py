"""The case for programs: what it says, and that nothing sent to it makes it stumble."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from light_tools import light_tools
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance
from starlette.testclient import TestClient
from visiting import ADDRESS, TOKEN, Open, Visitor

from variorum.case.folder import Case
from variorum.case.ingest import Source
from variorum.stages.documents import Told
from variorum.web.server import app_at

BEARER = {"authorization": f"Bearer {TOKEN}"}


def test_numbers_and_quotes_are_those_of_the_case(reader: Visitor) -> None:
    client, snapshot = reader.client, reader.desk.snapshot()
    case = client.get("/api/case").json()
    assert case["claims"] == len(snapshot.reading.claims)
    assert case["head"] == snapshot.head.number
    texts = {
        d["id"]: client.get(f"/api/documents/{d['id']}").json()["text"] for d in client.get("/api/documents").json()
    }
    seen = 0
    for offset in range(0, case["statements"], 200):
        for row in client.get("/api/statements", params={"limit": 200, "offset": offset}).json():
            assert texts[row["document"]][row["start"] : row["end"]] == row["quote"]
            seen += 1
    assert seen == case["statements"]
    first = client.get("/api/claims", params={"kind": "several"}).json()[0]
    whole = client.get(f"/api/claims/{first['id']}").json()
    assert {m["id"] for m in whole["members"]} == set(snapshot.index.claims[first["id"]].statements)
    assert whole["independence"]
    assert client.get("/api/reviews", params={"kind": "conflict"}).json()[0]["answers"] == [
        "left",
        "right",
        "open",
        "none",
    ]


def test_a_program_decides_and_takes_back(open_copy: Open) -> None:
    visitor = open_copy()
    client = TestClient(visitor.client.app, base_url=f"http://{ADDRESS.netloc}", headers=BEARER)
    head = client.get("/api/case").json()["head"]
    statement = client.get("/api/statements").json()[0]["id"]
    given = {
        "question": "rejection",
        "left": statement,
        "answer": "rejected",
        "because": "No.",
        "by": "Ines",
        "after": head,
    }
    change = client.post("/api/previews", json=given).json()
    assert any(d["kind"] == "statement gone" for d in change["differences"])
    assert client.get("/api/case").json()["head"] == head
    kept = client.post("/api/judgements", json=given)
    assert kept.status_code == 201
    assert kept.json()["stands"]
    assert client.get(f"/api/statements/{statement}").status_code == 404
    other = client.get("/api/statements").json()[0]["id"]
    assert client.post("/api/judgements", json={**given, "left": other}).status_code == 409, "the head went on"
    undone = client.post(f"/api/judgements/{kept.json()['id']}/undo", json={"by": "Ines", "because": "It was right."})
    assert undone.json()["undone_by"] == "Ines"
    assert client.get(f"/api/statements/{statement}").status_code == 200


def test_a_browser_needs_the_form_token_to_write(open_copy: Open) -> None:
    visitor = open_copy()
    given = {"question": "rejection", "left": "stmt-0", "answer": "rejected", "because": "No.", "by": "Ines"}
    assert visitor.client.post("/api/judgements", json=given).status_code == 403
    headers = {"x-form-token": visitor.csrf()}
    assert visitor.client.post("/api/judgements", json=given, headers=headers).status_code == 422


@pytest.fixture(scope="session")
def small_app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An application over a case that is read at once, for many requests."""
    folder = tmp_path_factory.mktemp("api") / "case"
    tools = light_tools()
    Case.create(folder, name="The quay").close()
    with Case.open(folder, tools=tools) as case:
        raw = b"The crane fell into the river on Monday. Nobody was hurt. The harbour office closed the quay."
        case.add(
            [
                Source("a.txt", raw, Told(None, "Early Post", None)),
                Source("b.txt", raw[41:], Told(None, "Late Herald", None)),
            ]
        )
        case.analyse()
    return app_at(ADDRESS, folder, tools)


def test_nothing_sent_to_the_interface_makes_it_stumble(small_app: Any) -> None:
    """Requests made from the interface's own description, good ones and bad ones: none ends in a 5xx, each answer is as described."""
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", small_app, headers={**BEARER, "host": ADDRESS.netloc})
    schema.config.update(base_url=f"http://{ADDRESS.netloc}")
    asked: dict[str, set[int]] = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        asked[operation.label] = set()

        @settings(
            max_examples=10,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            answer = case.call(headers={**BEARER, "host": ADDRESS.netloc})
            asked[case.operation.label].add(answer.status_code)
            assert answer.status_code < 500, f"{answer.status_code} {answer.text[:300]}"
            case.validate_response(answer, checks=[status_code_conformance, response_schema_conformance])

        ask()
    assert len(asked) == 15
    assert 200 in asked["GET /api/claims"]
    assert asked["POST /api/judgements"] <= {201, 400, 403, 409, 422}
