import json
from pathlib import Path

import pytest

from skillrt.cli.main import main
from skillrt.profiler.campaign import write_profile
from skillrt.targets import OwnProfile
from skillrt.targets.profile_file import Trials

SKILLS = Path(__file__).parents[2] / "examples" / "skills"


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))


def profile(name: str, passes: int) -> str:
    levels = {level: Trials(passes, 6) for level in ("L1", "L2", "L3")}
    found = OwnProfile(model="m", harness="bare", date="2026-11-28", primitives={"gen.code.python": levels})
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    write_profile(Path(name), found)
    return name


def test_two_profiles_of_a_target_and_what_compiling_decides_otherwise(capsys):
    names = [profile("old.json", 6), profile("new.json", 0)]
    assert main(["profile", "compare", *names, "--skill", str(SKILLS / "release-notes")]) == 0
    out = capsys.readouterr().out
    assert "gen.code.python      L3 +++  L0 ---  differs" in out
    assert "closed by outline" in out
    assert main(["profile", "compare", *names, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["differs"] == ["gen.code.python"]


def test_a_page(capsys):
    assert main(["profile", "show", profile("p.json", 6), "-o", "p.html"]) == 0
    assert "wrote p.html" in capsys.readouterr().err
    assert "<!doctype html>" in Path("p.html").read_text()


def test_what_was_measured_and_kept_is_shown_by_its_target(capsys):
    profile("data/profiles/bare/m/abc/profile.json", 6)
    assert main(["profile", "show", "m@bare"]) == 0
    assert "gen.code.python      L3 +++" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["show"], ["compare", "m@bare"]])
def test_too_few_are_told(words: list[str], capsys):
    assert main(["profile", *words]) == 2
    assert "needs" in capsys.readouterr().err
