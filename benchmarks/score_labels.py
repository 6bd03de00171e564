"""How well do the analyses agree with hand-made labels of real skills?

    python benchmarks/score_labels.py SKILLS LABELS SCORER [--part PART] [scorer options]

SKILLS is a folder of labelled skills, one folder an id; LABELS a folder of ID.json; or LABELS is a file like
`fresh-labels.jsonl` and SKILLS a folder of collections (`workflow_labels.py`), of which `--part` takes the skills of
one part. SCORER is the script that compares two folders of ID.json. Runs `skillrt inspect --format json` on each
skill, in a process of its own as a user would.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from workflow_labels import labelled_in


def inspect(skill: Path, name: str, target: Path) -> None:
    """Write the analysis of one skill."""
    command = [sys.executable, "-m", "skillrt", "inspect", str(skill), "--format", "json", "--id", name]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{skill}: {done.stderr.decode(errors='replace')}")
    target.write_bytes(done.stdout)


def main() -> int:
    """Analyse, then score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("skills", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--part", default="")
    options, others = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as name:
        gold, found = Path(name) / "gold", Path(name) / "found"
        gold.mkdir()
        found.mkdir()
        for skill, folder, labels in labelled_in(options.skills, options.labels):
            if options.part in ("", labels.get("part")):
                (gold / f"{skill}.json").write_text(json.dumps(labels))
                inspect(folder, skill, found / f"{skill}.json")
        done = subprocess.run([sys.executable, str(options.scorer), str(gold), str(found), *others], check=False)
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
