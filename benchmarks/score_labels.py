"""How well do the analyses agree with hand-made labels of real skills?

    python benchmarks/score_labels.py SKILLS LABELS SCORER [scorer options]

SKILLS is a folder of labelled skills, one folder an id; LABELS a folder of ID.json; SCORER the script that compares
two such folders. Runs `skillrt inspect --format json` on each skill, in a process of its own as a user would.
"""

import subprocess
import sys
import tempfile
from pathlib import Path


def inspect(skill: Path, target: Path) -> None:
    """Write the analysis of one skill."""
    command = [sys.executable, "-m", "skillrt", "inspect", str(skill), "--format", "json", "--id", skill.name]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{skill}: {done.stderr.decode(errors='replace')}")
    target.write_bytes(done.stdout)


def main(arguments: list[str]) -> int:
    """Analyse, then score."""
    if len(arguments) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    skills, labels, scorer = (Path(item) for item in arguments[:3])
    with tempfile.TemporaryDirectory() as name:
        for label in sorted(labels.glob("*.json")):
            inspect(skills / label.stem, Path(name) / label.name)
        done = subprocess.run([sys.executable, str(scorer), str(labels), name, *arguments[3:]], check=False)
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
