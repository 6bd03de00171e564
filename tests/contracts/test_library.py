import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

import skillrt
from skillrt.config import Settings
from skillrt.contracts.library import head_of, read_library
from skillrt.contracts.lines import ProgramLine
from skillrt.contracts.lock_file import lock_text
from tests.checks.library import library, skill_text, write
from tests.contracts.locking import OTHER, TARGET, lock_of, only, request, shell, skill

RICH = (
    shell("git push", "curl https://api.weather.io/v1 -d @a.json", "pip install pandas")
    + "\nUse the `TodoWrite` tool."
)


@pytest.fixture
def lib(tmp_path: Path) -> Path:
    root = library(tmp_path / "lib", "beta", "gamma")
    return write(
        root, {"skills/alpha/SKILL.md": skill(RICH), "skills/alpha/scripts/a.py": "import os\nos.remove('x/y')\n"}
    )


def test_nothing_is_read_again_where_nothing_changed(lib: Path):
    known = lock_of(lib, TARGET)
    again = read_library(request(lib, TARGET), known)
    assert again.read == 0
    assert lock_text(again.lock) == lock_text(known)
    assert only(read_library(request(lib, TARGET, fresh=True), known)) == [
        "skills/alpha",
        "skills/beta",
        "skills/gamma",
    ]


def test_only_what_changed_is_read_again(lib: Path):
    known = lock_of(lib, TARGET)
    write(lib, {"skills/beta/SKILL.md": skill_text("beta", body="# Steps\n\nRun `git push`.\n")})
    again = read_library(request(lib, TARGET), known)
    assert only(again) == ["skills/beta"]
    assert lock_text(again.lock) == lock_text(read_library(request(lib, TARGET)).lock)


def test_another_compiler_or_other_targets_and_nothing_is_taken_over(lib: Path, monkeypatch: pytest.MonkeyPatch):
    known = lock_of(lib, TARGET)
    assert read_library(request(lib, TARGET, OTHER), known).read == 3
    assert read_library(request(lib), known).read == 3
    monkeypatch.setattr(skillrt, "__version__", "99.0")
    assert read_library(request(lib, TARGET), known).read == 3


def test_the_targets_stand_with_the_digests_of_what_is_known(lib: Path):
    head, targets = head_of(request(lib, TARGET, OTHER))
    assert head.compiler == skillrt.__version__
    assert [item.target for item in targets] == [OTHER, TARGET]
    assert len({digest for item in targets for digest in (item.profile, item.harness, item.host)}) == 5


def test_variants_and_what_is_excluded_are_no_skills_of_the_library(lib: Path):
    variant = {"out/x/SKILL.md": skill_text("x"), "vendor/y/SKILL.md": skill_text("y")}
    write(lib, {**variant, "skills/v/SKILL.md": skill_text("v"), "skills/v/.skillrt/manifest.json": "{}"})
    settings = Settings(out="out", exclude=("vendor/",))
    assert sorted(read_library(request(lib, settings=settings)).lock.entries) == [
        "skills/alpha",
        "skills/beta",
        "skills/gamma",
    ]


def test_a_skill_that_cannot_be_read_costs_no_other(lib: Path):
    (lib / "skills/beta/SKILL.md").unlink()
    (lib / "skills/beta/SKILL.md").symlink_to("/etc/hostname")
    found = read_library(request(lib))
    assert sorted(found.lock.entries) == ["skills/alpha", "skills/gamma"]
    assert [Path(item.key).as_posix() for item in found.unread] == ["skills/beta"]


def run(lib: Path, *words: str, **variables: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SKILLRT_")}
    done = subprocess.run(
        [sys.executable, "-m", "skillrt", "lock", *words],
        cwd=lib,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_same_bytes_whatever_the_seed_the_processes_the_clock_and_the_order(lib: Path, tmp_path: Path):
    write(lib, {"skillrt.toml": f'targets = ["{TARGET}"]\n'})
    found: set[bytes] = set()
    for seed, jobs, zone in (("0", "1", "UTC"), ("1", "2", "Asia/Tokyo"), ("77", "3", "UTC")):
        (lib / "skills.lock").unlink(missing_ok=True)
        run(lib, "-j", jobs, PYTHONHASHSEED=seed, TZ=zone)
        found.add((lib / "skills.lock").read_bytes())
    other = tmp_path / "elsewhere"
    files = {path.relative_to(lib).as_posix(): path for path in lib.rglob("*") if path.is_file()}
    names = sorted(set(files) - {"skills.lock"})
    random.Random(4).shuffle(names)
    for name in names:
        write(other, {name: files[name].read_bytes()})
        os.utime(other / name, (1, 1))
    run(tmp_path, "elsewhere", PYTHONHASHSEED="5")
    found.add((other / "skills.lock").read_bytes())
    assert len(found) == 1


def test_a_library_that_is_one_skill_agrees_with_its_own_lock(tmp_path: Path):
    root = write(tmp_path / "alpha", {"SKILL.md": skill(RICH), "base.json": "{}"})
    settings = Settings(baseline="base.json")
    known = read_library(request(root, settings=settings)).lock
    write(root, {"skills.lock": lock_text(known), "skillrt.toml": "", "base.json": "[]"})
    again = read_library(request(root, settings=settings), known)
    assert (again.read, lock_text(again.lock)) == (0, lock_text(known))


def test_names_that_are_no_utf8_stay_apart(tmp_path: Path):
    odd = ("a\udcff.py", "a\udcfe.py", "a\\xff.py", "a\\\udcff.py")
    files = {f"skills/alpha/scripts/{name}": f"print({number})\n" for number, name in enumerate(odd)}
    root = write(tmp_path / "lib", {"skills/alpha/SKILL.md": skill("Do it."), **files})
    known = lock_of(root)
    paths = [fact.path for fact in known.entries["skills/alpha"].facts if isinstance(fact, ProgramLine)]
    assert sorted(paths) == sorted(
        ["scripts/a\\xff.py", "scripts/a\\xfe.py", "scripts/a\\\\xff.py", "scripts/a\\\\\\xff.py"]
    )
    assert read_library(request(root), known).read == 0
