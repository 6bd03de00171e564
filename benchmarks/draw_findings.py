"""Draw findings of a real corpus to be read closely by people.

    python -m skillrt check . --format json --no-cache --fail-on never > findings.json
    python benchmarks/draw_findings.py findings.json [--count 100] [--families link,call] > drawn.tsv

Every code gives some findings before any gives more, at most `--most` each; within a code the draw is by a digest of
seed, path, place and message, so it does not depend on the order of the report. Exact copies of a finding (the same
code, message and line of text in copies of one skill) are drawn once. Columns: code, path, line, message, text of the
line, verdict (empty: for the reader to fill in).
"""

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path


def rank(seed: str, finding: dict[str, object]) -> str:
    """The place of a finding in the draw."""
    key = json.dumps([seed, finding["code"], finding["path"], finding["place"], finding["message"]], sort_keys=True)
    return hashlib.sha256(key.encode()).hexdigest()


def drawn(findings: list[dict[str, object]], seed: str, count: int, most: int) -> list[dict[str, object]]:
    """Round after round, the next finding of each code."""
    by_code: dict[str, list[dict[str, object]]] = defaultdict(list)
    seen: set[tuple[object, object, object]] = set()
    for finding in sorted(findings, key=lambda item: rank(seed, item)):
        place = finding["place"]
        excerpt = place.get("excerpt") if isinstance(place, dict) else None
        identity = (finding["code"], finding["message"], excerpt)
        if identity not in seen:
            seen.add(identity)
            by_code[str(finding["code"])].append(finding)
    chosen: list[dict[str, object]] = []
    for turn in range(most):
        ready = [rows[turn] for _, rows in sorted(by_code.items()) if len(rows) > turn]
        chosen += sorted(ready, key=lambda item: rank(seed, item))[: count - len(chosen)]
    return sorted(chosen, key=lambda item: (str(item["code"]), str(item["path"])))


def line_of(finding: dict[str, object]) -> str:
    """One row of the table."""
    place = finding["place"]
    found = place if isinstance(place, dict) else {}
    cells = [finding["code"], finding["path"], found.get("line", ""), finding["message"], found.get("excerpt", "")]
    return "\t".join(" ".join(str(cell).split())[:300] for cell in cells) + "\t"


def main() -> int:
    """Read, draw, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", default="2026")
    parser.add_argument("--most", type=int, default=15)
    parser.add_argument("--families", default="", help="comma-separated: only codes of these families")
    options = parser.parse_args()
    findings = json.loads(options.report.read_text(encoding="utf-8"))["findings"]
    families = set(options.families.split(",")) - {""}
    findings = [item for item in findings if not families or str(item["code"]).split(".")[0] in families]
    rows = drawn(findings, options.seed, options.count, options.most)
    sys.stdout.write("code\tpath\tline\tmessage\ttext\tverdict\n" + "".join(line_of(row) + "\n" for row in rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
