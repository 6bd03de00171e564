"""What does the audit find in a collection of real skills, how fast, and is it real?

    python benchmarks/audit_corpus.py FOLDER [--sample 1000] [--draw 50] [--most 12] [--seed 2026] [--tsv FILE]

Prints findings by code, skills with findings, and milliseconds a skill. With `--tsv` a draw of findings to be read
closely, at most `--most` a code, without those that are off by default: path, line, code, message, text of the line,
verdict and reason (empty: for the reader to fill in). Sample and draw go by digests of seed and path, so they do not
depend on any order. Equal findings (code, message and text of the line, in copies of one skill) are drawn once.
"""

import argparse
import hashlib
import json
import statistics
import time
from collections import Counter
from pathlib import Path

from skillrt.checks.excerpts import with_excerpts
from skillrt.errors import Diagnostic, SkillrtError, code_info
from skillrt.frontend import discover, load
from skillrt.passes.audit import Audit
from skillrt.passes.base import PassContext

Row = tuple[str, Diagnostic]


def rank(*parts: object) -> str:
    """The place of something in a sample."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode("utf-8", "surrogateescape")).hexdigest()


def audited(folder: str, sample: int, seed: str) -> tuple[list[Row], list[float]]:
    """The findings of a sample of skills with their paths below the folder, and the seconds of CPU that each took."""
    sources = sorted(discover([folder]), key=lambda item: rank(seed, item.where.removeprefix(folder)))
    found: list[Row] = []
    seconds: list[float] = []
    for source in sources[: sample or len(sources)]:
        try:
            module = load(source)
        except SkillrtError:
            continue
        begin = time.process_time()
        after = Audit().run(module, PassContext())
        seconds.append(time.process_time() - begin)
        new = with_excerpts(module, after.diagnostics[len(module.diagnostics) :])
        found += [(source.where.removeprefix(folder).strip("/"), item) for item in new]
    return found, seconds


def drawn(found: list[Row], count: int, most: int, seed: str) -> list[Row]:
    """So many different findings, each as likely as any other until its code has `most` of them."""
    different = {(item.code, item.message, item.excerpt): (where, item) for where, item in reversed(found)}
    ranked = sorted(different.values(), key=lambda row: rank(seed, row[0], row[1].code, row[1].place, row[1].message))
    chosen: list[Row] = []
    counts: Counter[str] = Counter()
    for row in ranked:
        if len(chosen) < count and counts[row[1].code] < most and code_info(row[1].code).default:
            counts[row[1].code] += 1
            chosen.append(row)
    return sorted(chosen, key=lambda row: (row[1].code, row[0]))


def line_of(row: Row) -> str:
    """A row of the table."""
    where, item = row
    place = item.place
    cells = (f"{where}/{place.file}" if place else where, place.line if place else "", item.code, item.message)
    shown = [" ".join(str(cell).split())[:300] for cell in (*cells, item.excerpt)]
    return "\t".join(cell.encode("utf-8", "backslashreplace").decode() for cell in shown) + "\t\t"


def main() -> int:
    """Measure, draw, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--sample", type=int, default=0, help="skills (default: all)")
    parser.add_argument("--draw", type=int, default=50)
    parser.add_argument("--most", type=int, default=12, help="findings of one code in the draw")
    parser.add_argument("--seed", default="2026")
    parser.add_argument("--tsv", type=Path)
    options = parser.parse_args()
    found, seconds = audited(options.folder, options.sample, options.seed)
    codes = Counter(item.code for _, item in found)
    report = {
        "skills": len(seconds),
        "skills_with_findings": len({where for where, _ in found}),
        "findings": len(found),
        "findings_a_skill": round(len(found) / max(1, len(seconds)), 4),
        "codes": dict(sorted(codes.items())),
        "median_ms": round(statistics.median(seconds) * 1000, 3),
        "mean_ms": round(statistics.mean(seconds) * 1000, 3),
    }
    print(json.dumps(report, indent=2))
    if options.tsv:
        rows = "".join(f"{line_of(row)}\n" for row in drawn(found, options.draw, options.most, options.seed))
        options.tsv.write_text("path\tline\tcode\tmessage\ttext\tverdict\treason\n" + rows, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
