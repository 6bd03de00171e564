"""What the pass writes; how each command changes is tested in binding/."""

import pytest

from skillrt.compiler import CompileOptions, compile_skill
from skillrt.environment.needs import ENVIRONMENT_FILE, read_needs
from skillrt.errors import InputError, UsageError
from skillrt.frontend import discover
from skillrt.ir import Dependency
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from tests.passes.binding.sample import PANDAS, PIPELINE, SCRIPTS, body, bound, needing, skill, target
from tests.skills import write_skill

COMMAND = "# T\n\nRun `python scripts/draw.py x`.\n"
PYTHON = ("system", "python3", "", "shebang")


def test_needs_become_facts_and_a_record():
    module = bound(COMMAND, PANDAS)
    assert [item.name for item in module.facts if isinstance(item, Dependency)] == ["pandas"]
    file = module.file(ENVIRONMENT_FILE)
    assert file is not None
    assert [item.name for item in read_needs((file.text or "").encode(), "x").needs] == ["pandas"]
    launcher = module.file("scripts/skillrt/run")
    assert launcher is not None
    assert read_needs((file.text or "").encode(), "x").key in (launcher.text or "")


def test_without_needs_nothing_changes_but_the_record():
    before = skill(COMMAND)
    with needing():
        after = run_pipeline(before, parse_pipeline("bind-environment"), PassContext(target=target()))
    assert after.documents is before.documents
    assert [item.path for item in after.files] == [*(item.path for item in before.files), ENVIRONMENT_FILE]


def test_an_interpreter_alone_is_any_that_the_machine_has():
    assert body(bound(COMMAND, PYTHON)) == COMMAND


def test_a_stated_range_of_interpreters_is_part_of_the_needs():
    file = bound(COMMAND, (*PYTHON, ">=3.11")).file(ENVIRONMENT_FILE)
    assert file is not None
    assert '"python": ">=3.11"' in (file.text or "")


def test_a_skill_with_a_file_in_the_launchers_place_keeps_its_commands():
    module = bound(COMMAND, PANDAS, files={**SCRIPTS, "scripts/skillrt/run": "mine"})
    assert body(module) == COMMAND
    assert [item.code for item in module.diagnostics if item.code.startswith("bind.")] == ["bind.launcher-taken"]
    assert [item.text for item in module.files if item.path == "scripts/skillrt/run"] == ["mine"]


def test_it_needs_a_target():
    with pytest.raises(UsageError):
        run_pipeline(skill(COMMAND), parse_pipeline("bind-environment"), PassContext())


@pytest.mark.parametrize("level", ["O1", "Os"])
def test_the_levels_hold_it_and_shake_leaves_it(level, tmp_path):
    folder = write_skill(tmp_path / "sample", {"SKILL.md": COMMAND, **SCRIPTS})
    source = next(iter(discover([str(folder)])))
    with needing(PANDAS, ("env", "API_KEY", "", "text")):
        first, second = (compile_skill(source, target(), CompileOptions(level=level)).variant for _ in range(2))
    assert first == second
    text = next(item.data for item in first.files if item.path == "SKILL.md") or b""
    assert b"`scripts/skillrt/run python scripts/draw.py x`" in text
    assert b"**Before you start.**" in text
    assert first.file(ENVIRONMENT_FILE) is not None
    untouched = {item.path: item.origin for item in first.files if item.path in SCRIPTS}
    assert untouched == {path: path for path in SCRIPTS}


def test_a_source_with_a_record_of_its_own_is_refused(tmp_path):
    folder = write_skill(tmp_path / "sample", {"SKILL.md": COMMAND, ENVIRONMENT_FILE: "{}"})
    with pytest.raises(InputError) as raised:
        compile_skill(next(iter(discover([str(folder)]))), target(), CompileOptions())
    assert raised.value.diagnostics[0].code == "compile.reserved-path"


def needs_uv(text: str) -> bool:
    """Whether the variant of a skill, whose program has its packages in it, requires uv; the launcher's key fits."""
    program = "# /// script\n# dependencies = ['rich']\n# ///\nimport rich\n"
    before = skill(text, {"scripts/list.py": program})
    module = run_pipeline(before, parse_pipeline(PIPELINE), PassContext(target=target()))
    files = {item.path: item.text or "" for item in module.files}
    needs = read_needs(files[ENVIRONMENT_FILE].encode(), "x")
    assert needs.key in files["scripts/skillrt/run"]
    assert "uv" in [item.name for item in needs.of("system")]
    return "uv" in [item.name for item in needs.of("system", required=True)]


@pytest.mark.parametrize(
    ("text", "required"),
    [
        ("# T\n\nRun `uv run scripts/list.py`.", False),
        ("```sh\nuv run scripts/list.py --all\n```", False),
        ("```sh\nuv run scripts/list.py\nuv run --python 3.9 scripts/list.py\n```", True),
        ("```sh\nuv run scripts/list.py\n```\n\n```\n0 * * * * cd x && uv run scripts/list.py\n```", True),
    ],
)
def test_uv_is_required_only_while_something_still_starts_it(text: str, required: bool):
    assert needs_uv(text) is required


def test_no_launcher_is_brought_along_that_nothing_names():
    module = bound("# T\n\n```bash\npip install pandas\n```\n", PANDAS)
    assert module.file("scripts/skillrt/run") is None
    assert module.file(ENVIRONMENT_FILE) is not None
