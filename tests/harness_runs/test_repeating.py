"""Work that repeats, through the products: after three runs to learn from and three in shadow, no model is asked; and
where something is off, the model does it with a history that its provider takes."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from skillrt.targets import shipped_harnesses
from skillrt.wire.exchange import Dialect
from tests.harness_runs.playing import Workshop, runs
from tests.harness_runs.repeating import JOBS, Job, late, learnt, require_done, seven_in_a_row, skillrt, worked

pytestmark = pytest.mark.harness
Made = Callable[[str], Workshop]
NAMES = ["claude-code", "opencode", "pi", "codex", "gemini-cli", "openclaw"]
# one of each family of dialects
FAMILIES: dict[str, Dialect] = {
    "claude-code": "anthropic-messages",
    "codex": "openai-responses",
    "gemini-cli": "gemini",
    "pi": "openai-chat",
}
LAST = JOBS[-1]


@pytest.mark.parametrize("name", NAMES)
def test_seven_in_a_row_the_seventh_asks_no_model(name: str, workshop: Made, capsys: pytest.CaptureFixture[str]):
    place = workshop(name)
    found = seven_in_a_row(place, next(iter(shipped_harnesses()[name].launch.base_urls)))
    assert all(told.upstream.received for told in found[:-1])
    assert [told.template["state"] for told in found[3:6]] == ["shadow", "shadow", "promoted"]
    assert found[-1].upstream.received == []
    assert (found[-1].template["did"], found[-1].template["turns_saved"]) == ("answered", 4)
    assert LAST.out in found[-1].said["answer"]
    with capsys.disabled():
        print("", *(told.line(name) for told in found), sep="\n")


def _taken_away(folder: Path) -> None:
    (folder / LAST.csv).rename(folder / "elsewhere.csv")


def _other_header(folder: Path) -> None:
    file = folder / LAST.csv
    file.write_text(file.read_text().replace(LAST.value, "minutes", 1))


def _there(folder: Path) -> None:
    (folder / LAST.out).write_text("{}")


SUB = replace(LAST, out=f"sub/{LAST.out}")
# by what is off: the job, what is done to the workspace before, what the model does first, the request, what the
# template did about it
OFF: dict[str, tuple[Job, Callable[[Path], None] | None, str, str, str]] = {
    "the input is missing": (LAST, _taken_away, f"mv elsewhere.csv {LAST.csv}", "", "held-back"),
    "the header is another": (LAST, _other_header, f"sed -i 1s/minutes/{LAST.value}/ {LAST.csv}", "", "held-back"),
    "the output is there": (LAST, _there, "ls", "", "held-back"),
    "a twist": (LAST, None, "echo sent > mail.txt", f"{LAST.task} and also e-mail it", ""),
    "the tool fails": (SUB, None, "mkdir -p sub", "", "handed-over"),
}


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Templates that were learnt from runs of the built-in agent, promoted by hand."""
    folder = tmp_path_factory.mktemp("taught")
    (folder / "ws").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKILLRT_DATA_DIR", str(folder / "data"))
        place = Workshop("bare", folder)
        for job in JOBS[:3]:
            worked(place, "openai-chat", job)
        skillrt("jit", "promote", *learnt())
    return folder / "data" / "templates"


@pytest.mark.parametrize("name", FAMILIES)
def test_where_something_is_off_the_model_does_it(name: str, workshop: Made, taught: Path):
    place = workshop(name)
    for what, (job, change, first, task, did) in OFF.items():
        shutil.copytree(taught, place.folder / "data" / "templates", dirs_exist_ok=True)
        turns = [runs(first), *job.turns()]
        # that no request was refused, `worked` sees to
        told = worked(place, FAMILIES[name], job, "--jit", "on", turns=turns, change=change, task=task)
        require_done(place, job)
        assert told.template.get("did", "") == did, what
        assert len(told.upstream.received) == len(turns), what
        sent = json.dumps([one.body.decode() for one in told.upstream.received])
        assert "[skillrt" not in sent, what
    told = worked(place, FAMILIES[name], LAST, "--jit", "on")
    assert (told.template["did"], told.upstream.received) == ("answered", [])
    require_done(place, LAST)


@pytest.mark.parametrize("name", FAMILIES)
def test_after_turns_that_only_looked_it_takes_over(name: str, workshop: Made, taught: Path):
    place = workshop(name)
    shutil.copytree(taught, place.folder / "data" / "templates", dirs_exist_ok=True)
    away, turns = late(place, LAST)
    told = worked(place, FAMILIES[name], LAST, "--jit", "on", turns=turns, change=away)
    require_done(place, LAST)
    assert (told.template["did"], len(told.upstream.received)) == ("answered", 1)
    assert LAST.out in told.said["answer"]
