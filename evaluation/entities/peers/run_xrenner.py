"""xrenner in its own Python: JSON Lines of parsed texts in, JSON Lines of clusters out. Started by `coreference_peers.py`, needs none of the project.

    python run_xrenner.py < texts > clusters

xrenner reads Universal Dependencies; the parse it is given carries ClearNLP labels and is turned by the rules below: prepositions and copulas hang
on their content word, names of people begin at their first word, conjuncts hang on the first. It runs by its rules alone (its classifiers need Flair
and PyTorch). A mention is written as `[start, end]`, code points.
"""

import contextlib
import io
import json
import sys

from xrenner import Xrenner

RENAMED = {
    "dobj": "obj", "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass", "poss": "nmod:poss", "relcl": "acl:relcl",
    "neg": "advmod", "prt": "compound:prt", "npadvmod": "obl:npmod", "quantmod": "advmod", "acomp": "xcomp", "oprd": "xcomp",
    "dative": "iobj", "ROOT": "root", "intj": "discourse", "preconj": "cc:preconj", "predet": "det:predet", "meta": "dep",
    "pcomp": "advcl", "attr": "xcomp", "prep": "case", "agent": "case", "pobj": "obl", "nmod": "compound",
}  # fmt: skip


def to_universal(tokens, first, last):
    """Head (index or None for the root) and label of each token of a sentence."""
    head = {i: (None if tokens[i]["head"] == i else tokens[i]["head"]) for i in range(first, last)}
    label = {i: tokens[i]["dep"] for i in range(first, last)}
    for i in range(first, last):  # "in the house": the house hangs where "in" hung
        over = head[i]
        if label[i] == "pobj" and over is not None and label[over] in ("prep", "agent", "dative"):
            head[i], head[over] = head[over], i
            label[over] = "case"
            nominal = head[i] is not None and tokens[head[i]]["pos"] in ("NOUN", "PROPN", "PRON", "NUM")
            label[i] = "nmod" if nominal else "obl"
    for i in range(first, last):  # "she is a doctor": the doctor is the root
        over = head[i]
        if label[i] in ("attr", "acomp") and over is not None and tokens[over]["lemma"] == "be":
            head[i], label[i] = head[over], label[over]
            for j in range(first, last):
                if head[j] == over and j != i:
                    head[j] = i
            head[over], label[over] = i, "cop"
    for i in range(first, last):  # "Paul Stone": Paul is the head
        parts = [
            j
            for j in range(first, i)
            if head[j] == i and label[j] == "compound" and tokens[j]["name"] == tokens[i]["name"] == "PERSON"
        ]
        if parts:
            top = parts[0]
            head[top], label[top] = head[i], label[i]
            for j in range(first, last):
                if j != top and head[j] == i:
                    head[j] = top
            head[i] = top
            for j in [*parts[1:], i]:
                label[j] = "flat"
    for i in range(first, last):  # "Ann, Bo and Cy": all hang on Ann
        while label[i] == "conj" and head[i] is not None and label[head[i]] == "conj":
            head[i] = head[head[i]]
    return head, {i: RENAMED.get(label[i], label[i]) for i in range(first, last)}


def conllu(given):
    lines = []
    for first, last in given["sentences"]:
        head, label = to_universal(given["tokens"], first, last)
        for i in range(first, last):
            t = given["tokens"][i]
            over = 0 if head[i] is None else head[i] - first + 1
            relation = "root" if over == 0 else label[i]
            words = t["text"].replace(" ", "_")
            lines.append(
                "\t".join(
                    (str(i - first + 1), words, t["lemma"], t["pos"], t["tag"], "_", str(over), relation, "_", "_")
                )
            )
        lines.append("")
    return "\n".join(lines) + "\n"


def clusters_of(answer, given):
    """Clusters from its CoNLL columns."""
    order = [i for first, last in given["sentences"] for i in range(first, last)]
    found, still_open, at = {}, {}, 0
    for line in answer.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        for mark in line.split("\t")[-1].split("|"):
            number = mark.strip("()")
            if not number.isdigit():
                continue
            if mark.startswith("("):
                still_open.setdefault(number, []).append(at)
            if mark.endswith(")") and still_open.get(number):
                found.setdefault(number, []).append((order[still_open[number].pop()], order[at]))
        at += 1
    if at != len(order):
        raise AssertionError(f"xrenner gave back {at} tokens of {len(order)}")
    tokens = given["tokens"]
    return [[[tokens[a]["start"], tokens[b]["end"]] for a, b in mentions] for mentions in found.values()]


reader = Xrenner(model="eng", rule_based=True, no_seq=True)
# Gives all mentions of a chain one type, after the chains stand, and falls over an empty chain in half of the texts.
reader.lex.filters["force_single_type_chains"] = False
for row in sys.stdin:
    given = json.loads(row)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            answer = reader.analyze(conllu(given), "conll")
        print(json.dumps({"id": given["id"], "clusters": clusters_of(answer, given)}))
    except Exception as failed:  # its own errors on a text: counted as nothing found, and told
        print(json.dumps({"id": given["id"], "clusters": []}))
        print(f"xrenner failed on {given['id']}: {failed!r}", file=sys.stderr)
