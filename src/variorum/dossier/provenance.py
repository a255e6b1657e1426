"""Where a reading comes from, as W3C PROV-JSON: originals, texts, statements of people, the program and its models.

Entities are things (an original, a text, the reading), activities what was done to them, agents who did it.
https://www.w3.org/submissions/prov-json/
"""

import json
from collections import defaultdict
from typing import Any

from variorum.storage.ledger import Head
from variorum.values.readings import Reading


def write_provenance(reading: Reading, ledger: Head | None = None) -> str:
    """The provenance of a reading as PROV-JSON text, the same to the byte for the same reading."""
    told: dict[str, dict[str, Any]] = defaultdict(dict)
    told["prefix"] = {"v": "urn:variorum:", "sha256": "urn:sha256:"}
    program = _agent(told, f"v:variorum-{reading.version}", f"variorum {reading.version}", "prov:SoftwareAgent")
    for exhibit in reading.exhibits:
        told["entity"][f"sha256:{exhibit.sha256}"] = {
            "prov:label": "original",
            "v:mediaType": exhibit.media_type,
            "v:bytes": exhibit.size,
        }
    for number, event in enumerate(reading.custody, 1):
        activity = f"v:custody-{number}"
        told["activity"][activity] = {
            "prov:startTime": event.at,
            "prov:endTime": event.at,
            "prov:label": f"{event.action} as {event.name}",
        }
        _relate(told, "used", activity=activity, entity=f"sha256:{event.exhibit}")
        _relate(told, "wasAssociatedWith", activity=activity, agent=program)
    for document in reading.documents:
        told["entity"][f"v:{document.id}"] = {"prov:label": document.name, "v:role": "text"}
        _relate(told, "wasDerivedFrom", generatedEntity=f"v:{document.id}", usedEntity=f"sha256:{document.exhibit}")
        if document.publisher.value:
            agent = _agent(told, f"v:publisher-{document.id}", document.publisher.value, "prov:Organization")
            _relate(told, "wasAttributedTo", entity=f"v:{document.id}", agent=agent)
    _tell_reading(told, reading, ledger, program)
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _tell_reading(told: dict[str, dict[str, Any]], reading: Reading, ledger: Head | None, program: str) -> None:
    """The reading itself: of all texts, by the program with its models, and by the people who judged."""
    label = {"prov:label": "reading", "v:claims": len(reading.claims), "v:statements": len(reading.statements)}
    told["entity"]["v:reading"] = {
        **label,
        **({"v:ledgerEntry": ledger.number, "v:ledgerHash": ledger.hash} if ledger else {}),
    }
    told["activity"]["v:analysis"] = {"prov:label": "analysis"}
    _relate(told, "wasGeneratedBy", entity="v:reading", activity="v:analysis")
    _relate(told, "wasAssociatedWith", activity="v:analysis", agent=program)
    for document in reading.documents:
        _relate(told, "used", activity="v:analysis", entity=f"v:{document.id}")
    for model in reading.models:
        told["entity"][f"sha256:{model.sha256}"] = {"prov:label": model.name, "v:role": "model"}
        _relate(told, "used", activity="v:analysis", entity=f"sha256:{model.sha256}")
    people: dict[str, str] = {}
    for heard in reading.judgements:
        one = heard.judgement
        person = people.setdefault(one.by, f"v:person-{len(people) + 1}")
        _agent(told, person, one.by, "prov:Person")
        told["entity"][f"v:{one.id}"] = {
            "prov:label": f"{one.question}: {one.answer}",
            "v:because": one.because,
            "v:state": heard.state,
        }
        _relate(told, "wasAttributedTo", entity=f"v:{one.id}", agent=person)
        _relate(told, "used", activity="v:analysis", entity=f"v:{one.id}")


def _agent(told: dict[str, dict[str, Any]], ident: str, label: str, kind: str) -> str:
    told["agent"][ident] = {"prov:type": {"$": kind, "type": "prov:QUALIFIED_NAME"}, "prov:label": label}
    return ident


def _relate(told: dict[str, dict[str, Any]], relation: str, **ends: str) -> None:
    """One relation under a name of its own, as PROV-JSON wants it."""
    told[relation][f"_:{relation}{len(told[relation]) + 1}"] = {f"prov:{end}": ident for end, ident in ends.items()}
