from pathlib import Path

import pytest

from skillrt.contracts.finding.program_variables import program_variables
from skillrt.environment.finding.scene import Scene
from tests.contracts.locking import facts_of, named, skill
from tests.skills import module_of


def variables(tmp_path: Path, **files: str) -> dict[str, bool]:
    placed: dict[str, str | bytes] = {
        name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()
    }
    scene = Scene(module_of(tmp_path, {"SKILL.md": skill("Do it."), **placed}))
    return {name: shown for name, _, shown in program_variables(scene)}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ('key = os.environ.get("API_KEY") or os.environ.get("ACME_API_KEY")', {"API_KEY", "ACME_API_KEY"}),
        ('for name in ("ACME_TOKEN", "ACME_PAT"):\n    x = os.environ.get(name)', {"ACME_TOKEN", "ACME_PAT"}),
        ('KEYS = ["ACME_A", "ACME_B"]\nx = [os.getenv(k) for k in KEYS]', {"ACME_A", "ACME_B"}),
        ('NAME = "ACME_FLAG"\nx = os.environ[NAME]', {"ACME_FLAG"}),
        ('def env(name):\n    return os.environ.get(name)\n\nenv("ACME_A")\nenv("ACME_B")', {"ACME_A", "ACME_B"}),
        ('x = os.environ.get("ACME_SPEED", "fast")', {"ACME_SPEED"}),
        ('os.environ.setdefault("ACME_SPEED", "fast")\nos.environ["ACME_X"] = "1"', set[str]()),
        ('x = os.environ.get("PATH")\n# os.environ.get("ACME_OLD")', set[str]()),
    ],
)
def test_programs_of_python(tmp_path: Path, code: str, told: set[str]):
    assert set(variables(tmp_path, scripts__a_dot_py=f"import os\n{code}\n")) == told


def test_programs_of_javascript(tmp_path: Path):
    code = (
        "const a = process.env.ACME_MODE || 'x';\nconst { ACME_ONE, ACME_TWO: b } = process.env;\n"
        "process.env.ACME_SET = '1';\n// process.env.ACME_OLD\n"
    )
    assert set(variables(tmp_path, scripts__a_dot_js=code)) == {"ACME_MODE", "ACME_ONE", "ACME_TWO"}


def test_templates_are_shown_and_tests_left_out(tmp_path: Path):
    code = "export default { url: process.env.ACME_SITE, mode: process.env.NODE_ENV }\n"
    test = 'import os\nx = os.environ["ACME_TEST_ONLY"]\n'
    found = variables(tmp_path, templates__a_dot_ts=code, tests__test_a_dot_py=test)
    assert found.get("ACME_SITE") is True
    assert "NODE_ENV" not in found


def test_the_lock_has_what_discovery_leaves_out(tmp_path: Path):
    code = 'import os\nkey = os.environ.get("API_KEY") or os.environ.get("ACME_API_KEY")\n'
    rows = facts_of(tmp_path, {"SKILL.md": skill("Do it."), "scripts/a.py": code})
    assert named(rows, "variable") == ["ACME_API_KEY", "API_KEY"]
