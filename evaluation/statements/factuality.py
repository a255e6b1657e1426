"""Are statements meant as annotators took their events? Factuality of MEANTIME against modality and polarity.

    python evaluation/statements/factuality.py DATA_FOLDER

DATA_FOLDER holds `intra_cross-doc_annotation/corpus_*/*.xml` (MEANTIME, English; CC BY 4.0). Annotators gave each event of the
first six sentences a certainty, a time, a polarity, and a mark where it stands in a conditional; all as its source sees it.
The question asked of each event whose word heads a statement, or is a complement on the way down from its head: does
the statement's modality say the same? Read so: a conditional's clause is conditional; FUTURE is predicted; else POSSIBLE and
PROBABLE are hedged and CERTAIN is asserted; UNDERSPECIFIED and general ("GEN") events are left out, as ours has no such value.
On our side denied and unverified count as asserted, for their polarity tells what is left; what is ordered lies in the future.
No rule was written with these texts in view; the scores are of all four topics.
"""

import collections
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

from meaning import document_of

from variorum.case.tools import JointReader
from variorum.crafts.moments import find_moments
from variorum.crafts.trees import grow
from variorum.models.parsing import Parser
from variorum.stages.entities import mention
from variorum.stages.statements import extract

LAST_SENTENCE = 5
OURS = {
    "denied": "asserted",
    "unverified": "asserted",
    "ordered": "predicted",
    "declined": "asserted",
    "asked": "hedged",
}


def gold_of(event: ElementTree.Element) -> tuple[str, str] | None:
    """Modality and polarity of an annotated event in our words; None where the annotators left it open."""
    certainty, time, special = event.get("certainty"), event.get("time"), event.get("special_cases") or ""
    polarity = {"POS": "positive", "NEG": "negative"}.get(event.get("polarity") or "")
    if polarity is None or special == "GEN":
        return None
    if special.startswith("COND"):
        return "conditional", polarity
    if time == "FUTURE":
        return "predicted", polarity
    modality = {"CERTAIN": "asserted", "POSSIBLE": "hedged", "PROBABLE": "hedged"}.get(certainty or "")
    return (modality, polarity) if modality is not None else None


def load(path: Path) -> tuple[str, dict[int, tuple[str, str]]]:
    """The text of one file, and its events by the code point at which their word begins."""
    root = ElementTree.parse(path).getroot()
    text, places, sentence = "", {}, "0"
    for token in root.iter("token"):
        if int(token.get("sentence") or 0) > LAST_SENTENCE:
            break
        word = {"``": '"', "''": '"'}.get(token.text or "", token.text or "")
        if token.get("sentence") != sentence:
            text, sentence = text + "\n", token.get("sentence") or "0"
        elif text and word not in {".", ",", ";", ":", "!", "?", "'s", "n't", ")", "%"} and text[-1] not in "($":
            text += " "
        places[token.get("t_id")] = len(text)
        text += word
    events = {}
    for event in root.iter("EVENT_MENTION"):
        anchors = [places[a.get("t_id")] for a in event.iter("token_anchor") if a.get("t_id") in places]
        gold = gold_of(event)
        if anchors and gold is not None:
            events[min(anchors)] = gold
    return text, events


def pairs(folder: Path) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """What annotators and the reader say of each event that heads a statement or stands on its line."""
    files = sorted(folder.glob("intra_cross-doc_annotation/corpus_*/*.xml"))
    if not files:
        sys.exit(f"{folder}: no MEANTIME files there")
    loaded = [load(path) for path in files]
    documents = [document_of(text, path.stem) for path, (text, _) in zip(files, loaded, strict=True)]
    reader = JointReader()
    for document, parse, (_, events) in zip(documents, Parser().parse_all(documents), loaded, strict=True):
        tree = grow(parse)
        taken: set[int] = set()
        found = extract(
            document, parse, reader.attribute(document, parse), mention(document, parse), find_moments(document, parse)
        ).values
        for statement in sorted(found, key=lambda one: len(one.passage.words)):
            at = tree.head_of(tree.within(statement.passage.span))
            line = [at] if at is not None else []
            while line and (below := tree.below(line[-1], "xcomp")):
                line.append(below[0])
            for token in line:
                start = tree.tokens[token].start
                if start in events and start not in taken:
                    taken.add(start)
                    yield events[start], (OURS.get(statement.modality, statement.modality), statement.polarity)


def main(folder: Path) -> None:
    """Print accuracy, the majority's accuracy, and each class."""
    found = list(pairs(folder))
    for place, name in enumerate(("modality", "polarity")):
        right = sum(gold[place] == ours[place] for gold, ours in found)
        wanted = collections.Counter(gold[place] for gold, _ in found)
        given = collections.Counter(ours[place] for _, ours in found)
        common, most = wanted.most_common(1)[0]
        print(f"{name}: {right}/{len(found)} ({right / len(found):.3f}); always {common}: {most / len(found):.3f}")
        for value in sorted(wanted):
            both = sum(gold[place] == ours[place] == value for gold, ours in found)
            print(
                f"  {value:12} n {wanted[value]:4}  P {both / max(1, given[value]):.2f}  R {both / wanted[value]:.2f}  "
                f"F1 {2 * both / (wanted[value] + given[value]):.2f}"
            )
    for (wanted_, got), count in collections.Counter((g[0], o[0]) for g, o in found if g[0] != o[0]).most_common(8):
        print(f"  {wanted_} read as {got}: {count}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
