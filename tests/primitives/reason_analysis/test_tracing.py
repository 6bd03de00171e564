import subprocess
import sys

import pytest

from skillrt.primitives.probing_parts.drawing import draws
from skillrt.primitives.reason_analysis.tracing import trace


@pytest.mark.parametrize("seed", [str(number) for number in range(8)])
def test_the_line_is_the_cause(seed, tmp_path):
    """The service is ours: it is run, and run again with the line mended."""
    found = trace(draws("test", "L3", seed))
    for name, text in found.files:
        (tmp_path / name).write_text(text, encoding="utf-8")
    region = found.symptom.split(" ")[3]
    seen, right = found.symptom.split("log shows ")[1].split(" ")[0], found.symptom.split("where ")[1].split(" ")[0]
    assert f": {seen} " in _run(tmp_path, region) != right
    lines = (tmp_path / found.file).read_text(encoding="utf-8").split("\n")
    lines[found.line - 1] = f"{lines[found.line - 1].split(' = ')[0]} = {found.value}"
    (tmp_path / found.file).write_text("\n".join(lines), encoding="utf-8")
    assert f": {right} " in _run(tmp_path, region)


def _run(folder, region):
    done = subprocess.run(
        [sys.executable, "main.py", region], cwd=folder, capture_output=True, text=True, check=True, env={"PATH": ""}
    )
    return done.stdout
