import json
import subprocess
import sys
from pathlib import Path

from skillrt.process.sandbox import child


def test_rights_on_files_are_a_part_of_all_rights():
    for version, rights in child.FILES_BY_VERSION.items():
        assert rights & child.LOOK == child.LOOK, version


def test_it_refuses_without_running_anything_where_rules_cannot_be_made(tmp_path: Path):
    """A path that cannot be granted is left out; a folder that is not there ends it before the program runs."""
    spec = {
        "command": ["true"], "folder": str(tmp_path / "gone"), "environment": {}, "out": str(tmp_path / "out"),
        "err": str(tmp_path / "err"), "read": [], "write": [], "denied": {}, "scoped": [], "arch": 0,
        "limits": {"cpu": 1, "memory": 1 << 30, "file_size": 1000, "open_files": 64},
    }  # fmt: skip
    (tmp_path / "spec.json").write_text(json.dumps(spec))
    done = subprocess.run(
        [sys.executable, "-I", "-S", child.__file__, str(tmp_path / "spec.json")], capture_output=True
    )
    assert done.returncode != 0
    assert not (tmp_path / "out").exists()
