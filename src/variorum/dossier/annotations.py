"""Statements as W3C Web Annotations (JSON-LD): for annotation tools, archives and readers that know nothing of this program.

Each statement is one annotation of its document: the place as a TextPositionSelector (code points) and a TextQuoteSelector, the body what it
asserts and who vouches. https://www.w3.org/TR/annotation-model/
"""

import json
from typing import Any

from variorum.dossier.compile import compile_index
from variorum.dossier.views import who
from variorum.values.documents import Document
from variorum.values.readings import Reading
from variorum.values.statements import Statement

# Characters beside the quote, by which it is found again in a copy of the text with other offsets.
_BESIDE = 32


def write_annotations(reading: Reading) -> str:
    """A collection with one page, as JSON-LD text, the same to the byte for the same reading."""
    index = compile_index(reading)
    items = [_annotation(s, index.documents[s.document], index.claim_of.get(s.id)) for s in reading.statements]
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:variorum:statements",
        "type": "AnnotationCollection",
        "label": "Statements of a matter, each with who vouches for it",
        "total": len(items),
        "generator": {"type": "Software", "name": f"variorum {reading.version}"},
        "first": {"id": "urn:variorum:statements:1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _annotation(statement: Statement, document: Document, claim: str | None) -> dict[str, Any]:
    span, text = statement.passage.span, document.text
    bodies = [
        _body(statement.proposition or statement.passage.words, "describing"),
        _body(who(statement, document), "identifying"),
        _body(statement.modality, "classifying"),
    ]
    if claim is not None:
        bodies.append({"type": "SpecificResource", "source": f"urn:variorum:{claim}", "purpose": "linking"})
    return {
        "id": f"urn:variorum:{statement.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": bodies,
        "target": {
            "source": f"urn:variorum:{document.id}",
            "selector": [
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": statement.passage.words,
                    "prefix": text[max(0, span.start - _BESIDE) : span.start],
                    "suffix": text[span.end : span.end + _BESIDE],
                },
            ],
        },
    }


def _body(value: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}
