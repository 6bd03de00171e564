"""The locks fit what is declared, and the files that other tools read are what those tools expect."""

import os
import re
import tomllib

import pytest
import yaml

from tests.rules.source_tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = PROJECT["project"]["dependencies"]
DEVELOPMENT = PROJECT["dependency-groups"]["dev"]
RAY = PROJECT["project"]["optional-dependencies"]["ray"]
PINNED = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)(?: ; [^\\]+)? \\$")


def _pins(name: str) -> dict[str, str]:
    """Package -> version of a lock; fails for a line that is neither a pin nor a hash, such as an index address."""
    pins: dict[str, str] = {}
    for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines():
        pin = PINNED.match(line)
        if pin:
            pins[pin[1]] = pin[2]
        else:
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line), line
    return pins


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~ ;\[]", line)[0].lower().replace("_", "-") for line in requirements}


@pytest.mark.parametrize(
    ("lock", "declared"),
    [("runtime.txt", RUNTIME), ("dev.txt", [*RUNTIME, *DEVELOPMENT]), ("ray.txt", [*RUNTIME, *RAY])],
    ids=["runtime", "dev", "ray"],
)
def test_locks_pin_what_is_declared(lock: str, declared: list[str]):
    """Run `make lock` where this fails."""
    assert sorted(_names(declared) - set(_pins(lock))) == []


@pytest.mark.parametrize("lock", ["dev.txt", "ray.txt"])
def test_the_locks_agree(lock: str):
    """What a survey finds depends on the versions of the libraries that parse: those of a cluster are the same."""
    other = _pins(lock)
    assert {name: other.get(name) for name in _pins("runtime.txt")} == _pins("runtime.txt")


@pytest.mark.skipif(os.name == "nt", reason="no execute bit")
@pytest.mark.parametrize("name", [".ci/run", "examples/demo.sh"])
def test_scripts_can_be_run(name: str):
    assert os.access(ROOT / name, os.X_OK)


def test_ci_runs_what_developers_run():
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    steps = [step.get("run") for step in workflow["jobs"]["whole"]["steps"]]
    assert ".ci/run" in steps


def test_the_hooks_for_users_name_verbs_that_exist():
    from skillrt.cli.main import VERBS

    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert len(hooks) > 1
    for hook in hooks:
        program, verb, *_ = hook["entry"].split()
        assert program in PROJECT["project"]["scripts"]
        assert verb in VERBS


def test_each_target_of_make_that_is_documented_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "AGENTS.md")]
    named = {
        target for page in pages for target in re.findall(r"\bmake ([a-z-]+)`", page.read_text(encoding="utf-8"))
    }
    assert {"test", "check", "update", "lock"} <= named
    assert sorted(target for target in named if not re.search(rf"^{target}:.*## ", makefile, re.MULTILINE)) == []


@pytest.mark.parametrize(("page", "lines"), [("CONTRIBUTING.md", 100), ("AGENTS.md", 40)])
def test_pages_that_everyone_reads_stay_short(page: str, lines: int):
    assert (ROOT / page).read_text(encoding="utf-8").count("\n") <= lines


def test_each_decision_is_in_the_index():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = [path.name for path in folder.glob("*.md") if path.name != "README.md"]
    assert [name for name in sorted(pages) if f"({name})" not in index] == []


def test_links_between_our_own_pages_resolve():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in sorted(pages)
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", _without_code(page.read_text(encoding="utf-8")))
        if not (page.parent / link).exists()
    ]
    assert broken == []


def _without_code(page: str) -> str:
    return re.sub(r"^```.*?^```|`[^`\n]*`", "", page, flags=re.DOTALL | re.MULTILINE)
