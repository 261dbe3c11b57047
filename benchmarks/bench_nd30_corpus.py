"""What the checker finds in documents of all kinds and layouts, and what it fails wrongly.

The documents are those of ``tests/nd30/corpus.py``: truthful ones, and each slip in each document
that can have it. Found is a slip whose rule fails or asks a person to look; precise is a failure of
the rule that was broken.
"""

from __future__ import annotations

import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from time import perf_counter

from vn766.nd30 import VerdictStatus, check

LEAST_FOUND = 0.95
LEAST_PRECISE = 0.99
WRONG = {VerdictStatus.FAIL, VerdictStatus.NEEDS_REVIEW}


def main() -> int:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "nd30"))
    corpus = import_module("corpus")
    papers = corpus.truthful()
    start = perf_counter()
    verdicts = [(made, it) for made in papers for it in check(corpus.docx(made))]
    seconds = perf_counter() - start
    false = [f"{made.name}: {it}" for made, it in verdicts if it.status is VerdictStatus.FAIL]
    looks = sum(it.status is VerdictStatus.NEEDS_REVIEW for _, it in verdicts)
    print(f"{len(papers)} truthful documents, {seconds / len(papers) * 1000:.0f} ms each")
    holds = "OVER" if false else "ok  "
    print(f"{holds} {len(false)} false failures (bound 0); {looks} places to look at")
    print(*false, sep="\n", end="\n" if false else "")

    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    failures, right = 0, 0
    for made, slip in corpus.slipped(papers):
        tried[slip.rule] += 1
        seen = check(corpus.docx(made))
        found[slip.rule] += any(it.rule == slip.rule and it.status in WRONG for it in seen)
        failing = {it.rule for it in seen if it.status is VerdictStatus.FAIL}
        failures += len(failing)
        right += slip.rule in failing
    recall, precision = found.total() / tried.total(), right / failures
    print(f"{tried.total()} slips of {len(tried)} rules")
    for name, share, least in (
        ("found (recall)", recall, LEAST_FOUND),
        ("failures that are slips (precision)", precision, LEAST_PRECISE),
    ):
        print(f"{'ok  ' if share >= least else 'OVER'} {share:7.2%} (bound {least:.0%}) {name}")
    for rule, count in sorted((tried - found).items()):
        print(f"     {count} of {tried[rule]} missed: {rule}")
    return 0 if not false and recall >= LEAST_FOUND and precision >= LEAST_PRECISE else 1


if __name__ == "__main__":
    sys.exit(main())
