"""The JSON export: the shape that other programs rely on, `schema_version` 1, described by `schema.json`."""

import importlib.resources
import json
from typing import Any

from variorum.dossier.compile import Index, compile_index
from variorum.storage.ledger import Head
from variorum.values.documents import Corrected
from variorum.values.entities import Entity, Post
from variorum.values.identity import hash_bytes
from variorum.values.judgements import Heard
from variorum.values.moments import Moment
from variorum.values.readings import Reading
from variorum.values.statements import Hop, Statement
from variorum.values.text import Passage, Span

SCHEMA_VERSION = "1"


def load_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every export satisfies."""
    raw = importlib.resources.files(__package__).joinpath("schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(raw)
    return schema


def export(reading: Reading, ledger: Head | None = None) -> dict[str, Any]:
    """A reading as plain JSON values; `ledger` is how far the case's ledger had come, where it was made from a case."""
    index = compile_index(reading)
    return {
        "schema_version": SCHEMA_VERSION,
        **({"ledger": {"number": ledger.number, "hash": ledger.hash}} if ledger else {}),
        "generator": {
            "name": "variorum",
            "version": reading.version,
            "models": [{"name": m.name, "sha256": m.sha256} for m in reading.models],
        },
        "documents": [
            {
                "id": d.id,
                "name": d.name,
                "sha256": d.exhibit,
                "media_type": d.media_type,
                "title": d.title,
                "publisher": {"value": d.publisher.value, "how": d.publisher.how},
                "authors": list(d.authors),
                "author_is_voice": d.author_is_voice,
                "language": d.language,
                "published": {
                    "value": d.published.value.isoformat() if d.published.value else None,
                    "how": d.published.how,
                },
                "corrected": [_corrected(c) for c in d.corrected],
                "parts": [{"role": p.role, "start": p.span.start, "end": p.span.end} for p in d.parts],
                "text_sha256": hash_bytes(d.text.encode("utf-8")),
                "text": d.text,
            }
            for d in reading.documents
        ],
        "custody": [
            {"exhibit": c.exhibit, "action": c.action, "at": c.at, "tool": c.tool, "name": c.name, "note": c.note}
            for c in reading.custody
        ],
        "entities": [_entity(e) for e in reading.entities],
        "unsure_entities": [
            {"a": u.left, "b": u.right, "reason": u.reason, "score": round(u.score, 3)} for u in reading.unsure
        ],
        "posts": [_post(p) for p in reading.posts],
        "areas": [
            {
                **_place(a.passage),
                "text": a.passage.words,
                "lat": a.latitude,
                "lon": a.longitude,
                "radius_km": a.radius_km,
                "distance_km": a.distance_km,
                "bearing": a.bearing,
                "precision": a.precision,
                "of": list(a.of),
                "rule": a.rule,
            }
            for a in reading.areas
        ],
        "statements": [_statement(s, index) for s in reading.statements],
        "claims": [_claim(c.id, index) for c in reading.claims],
        "relations": [
            {"a": r.a, "b": r.b, "kind": r.kind, "facet": r.facet, "score": round(r.score, 3), "reason": r.reason}
            for r in reading.relations
        ],
        "lineage": [
            {
                "from": e.child,
                "to": e.parent,
                "kind": e.kind,
                "evidence": [_place(p) for p in e.evidence],
                "reason": e.reason,
            }
            for e in reading.lineage
        ],
        "loops": [{"documents": list(loop.documents), "reason": loop.reason} for loop in reading.loops],
        "without": [
            {"origin": x.origin, "name": x.name, "lost": list(x.lost), "weakened": list(x.weakened), "total": x.total}
            for x in reading.losses
        ],
        "timeline": [
            {
                "claim": e.claim,
                "statements": list(e.statements),
                "earliest": e.earliest.isoformat() if e.earliest else None,
                "latest": e.latest.isoformat() if e.latest else None,
                "precision": e.precision,
                "rule": e.rule,
            }
            for e in reading.timeline.events
        ],
        "timeline_gaps": [
            {"earliest": g.earliest.isoformat(), "latest": g.latest.isoformat(), "days": g.days}
            for g in reading.timeline.gaps
        ],
        "timeline_checks": [
            {"statements": list(c.statements), "consistent": c.consistent, "says": c.says}
            for c in reading.timeline.checks
        ],
        "open_questions": [{"text": q.text, "claims": list(q.claims), "why": q.why} for q in reading.questions],
        "judgements": [_judgement(heard) for heard in reading.judgements],
        "rejected": [_statement(s, index) for s in reading.rejected],
        "issues": [{"code": i.code, "subject": i.subject, "says": i.says, "level": i.level} for i in reading.issues],
    }


def write_json(reading: Reading, ledger: Head | None = None) -> str:
    """The export as indented UTF-8 JSON text, the same to the byte for the same reading."""
    return json.dumps(export(reading, ledger), ensure_ascii=False, indent=1) + "\n"


def _place(passage: Passage) -> dict[str, Any]:
    return {"document": passage.span.document, "start": passage.span.start, "end": passage.span.end}


def _words(passage: Passage | None) -> dict[str, Any] | None:
    if passage is None:
        return None
    return {"text": passage.words, "start": passage.span.start, "end": passage.span.end}


def _post(post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "person": post.person,
        "title": post.title,
        "rank": post.rank,
        "unit": post.unit,
        "earliest": post.earliest.isoformat() if post.earliest else None,
        "latest": post.latest.isoformat() if post.latest else None,
        "over_by": post.over_by.isoformat() if post.over_by else None,
        "not_before": post.not_before.isoformat() if post.not_before else None,
        "citations": [
            {
                "document": c.person.span.document,
                "person": _words(c.person),
                "rank": _words(c.rank),
                "title": _words(c.title),
                "unit": _words(c.unit),
                "over": c.over,
                "days": [
                    {
                        "kind": day.kind,
                        "words": _words(day.passage),
                        "earliest": day.earliest.isoformat(),
                        "latest": day.latest.isoformat(),
                    }
                    for day in c.days
                ],
            }
            for c in post.citations
        ],
    }


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "mentions": [_place(m.passage) for m in entity.mentions],
        "place": {
            "lat": entity.place.latitude,
            "lon": entity.place.longitude,
            "precision": entity.place.precision,
            "name": entity.place.name,
            "country": entity.place.country,
        }
        if entity.place
        else None,
        "unit": {"number": entity.unit.number, "type": entity.unit.type, "parent": entity.parent}
        if entity.unit
        else None,
        "merges": [{"a": m.left, "b": m.right, "reason": m.reason, "score": round(m.score, 3)} for m in entity.merges],
    }


def _hop(hop: Hop, index: Index) -> dict[str, Any]:
    passage = hop.holder.passage
    return {
        "holder": {
            "name": hop.holder.name,
            "kind": hop.holder.kind,
            "entity": index.entity_of(passage.span) if passage and hop.holder.kind != "unnamed" else None,
            "start": passage.span.start if passage else None,
            "end": passage.span.end if passage else None,
        },
        "cue": _words(hop.cue),
        "basis": hop.basis,
        "hedge": hop.hedge,
    }


def moment_json(moment: Moment | None) -> dict[str, Any] | None:
    """A resolved or open time expression as the contract has it."""
    if moment is None:
        return None
    return {
        "text": moment.passage.words,
        "start": moment.passage.span.start,
        "end": moment.passage.span.end,
        "earliest": moment.earliest.isoformat() if moment.earliest else None,
        "latest": moment.latest.isoformat() if moment.latest else None,
        "anchor": moment.anchor,
        "precision": moment.precision,
        "rule": moment.rule,
    }


def _statement(statement: Statement, index: Index) -> dict[str, Any]:
    span = statement.passage.span
    inside = index.entities_in(span)
    return {
        "id": statement.id,
        "document": span.document,
        "start": span.start,
        "end": span.end,
        "quote": statement.passage.words,
        "proposition": statement.proposition,
        "voice": statement.voice,
        "quotation": statement.quotation,
        "chain": [_hop(hop, index) for hop in statement.chain],
        "modality": statement.modality,
        "polarity": statement.polarity,
        "time": moment_json(statement.moment),
        "figures": [
            {
                "of": f.of,
                "low": _number(f.low),
                "high": _number(f.high),
                "text": f.passage.words,
                "start": f.passage.span.start,
                "end": f.passage.span.end,
            }
            for f in statement.figures
        ],
        "entities": list(inside),
        "places": [e for e in inside if index.entities[e].kind == "place"],
        "marks": [{"kind": m.kind, **(_words(m.passage) or {})} for m in statement.marks],
        "remarks": list(statement.remarks),
        "is_remark": statement.is_remark,
        "amended": list(statement.amended),
        "added_by": index.added_by(statement),
    }


def _corrected(corrected: Corrected) -> dict[str, Any]:
    return {
        "field": corrected.field,
        "first": {"value": corrected.first, "how": corrected.how},
        "by": corrected.by,
        "at": corrected.at,
        "because": corrected.because,
    }


def _judgement(heard: Heard) -> dict[str, Any]:
    judgement = heard.judgement
    return {
        "id": judgement.id,
        "state": heard.state,
        "says": heard.says,
        "question": judgement.question,
        "left": judgement.left,
        "right": judgement.right,
        "answer": judgement.answer,
        "by": judgement.by,
        "at": judgement.at,
        "because": judgement.because,
    }


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and value == int(value) else value


def _claim(ident: str, index: Index) -> dict[str, Any]:
    claim = index.claims[ident]
    standing = index.standings.get(ident)
    grade = index.grades.get(ident)
    gist = index.statements[claim.gist]
    row: dict[str, Any] = {
        "id": claim.id,
        "proposition": gist.proposition or gist.passage.words,
        "gist": claim.gist,
        "statements": list(claim.statements),
        "silent": list(claim.silent),
    }
    if standing:
        row["independence"] = {
            "shown": standing.shown,
            "not_established": standing.not_established,
            "derived": standing.derived,
            "origins": [
                {"key": o.key, "name": o.name, "statements": list(o.statements), "state": o.state, "reason": o.reason}
                for o in standing.origins
            ],
            "pairs": [{"a": p.left, "b": p.right, "state": p.state, "reason": p.reason} for p in standing.pairs],
        }
    if grade:
        row["grade"] = {
            "reliability": grade.reliability,
            "credibility": grade.credibility,
            "reason": grade.reason,
            "reasons": [{"rule": r.rule, "says": r.says, "evidence": list(r.evidence)} for r in grade.reasons],
        }
    return row


def span_json(span: Span | None, text: str) -> dict[str, Any] | None:
    """A span with its words."""
    if span is None:
        return None
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
