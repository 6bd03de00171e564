"""How well do steps, edges and parallel regions agree with hand-made labels, beside a plain chain over the steps?

    python benchmarks/score_workflows.py SKILLS LABELS SCORER [--only PREFIX]

SKILLS is a folder of labelled skills, one folder an id, LABELS a folder of ID.json; or LABELS is
`workflow-labels.jsonl` and SKILLS a folder of collections (`workflow_labels.py`). SCORER is the script that compares
two folders of ID.json. `--only` takes the ids that begin so. Analyses each skill in this process, prints the scorer's
rows for what was found, then those of its edges for the chain: each step waits for the one before it in its workflow.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from workflow_labels import labelled_in

from skillrt.frontend import discover, load
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.report.workflow import workflow_fields

ROWS = ("field", "steps", "edges", "parallel")


def analysed(skill: Path) -> dict[str, Any]:
    """The workflow of one skill."""
    module = load(next(iter(discover([str(skill)]))))
    return workflow_fields(run_pipeline(module, parse_pipeline("link,extract-concurrency"), PassContext()).facts)


def chain(fields: dict[str, Any]) -> dict[str, Any]:
    """The same steps, each after the one before it."""
    steps = fields["steps"]
    edges = [[a["id"], b["id"], "order"] for a, b in pairwise(steps) if a["workflow"] in (b["workflow"], None)]
    return {**fields, "edges": edges}


def main() -> int:
    """Analyse, then score twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("skills", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        labels, found, plain = (Path(name) / item for item in ("labels", "found", "chain"))
        for folder in (labels, found, plain):
            folder.mkdir()
        for skill, place, wanted in labelled_in(options.skills, options.labels):
            if not skill.startswith(options.only):
                continue
            fields = analysed(place)
            for folder, told in ((labels, wanted), (found, fields), (plain, chain(fields))):
                (folder / f"{skill}.json").write_text(json.dumps(told))
        for title, folder, rows in (("found", found, ROWS), ("plain chain", plain, ("edges",))):
            command = [sys.executable, str(options.scorer), str(labels), str(folder)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            print(title)
            print("\n".join(f"  {line}" for line in done.stdout.splitlines() if line.startswith(rows)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
