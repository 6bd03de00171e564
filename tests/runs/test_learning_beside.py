import asyncio
from pathlib import Path

import pytest

from skillrt.runs.learning_beside import ended_runs, learn_beside
from skillrt.store.templates import Templates
from tests.harness_runs.playing import Workshop
from tests.harness_runs.repeating import JOBS, worked
from tests.jit.conftest import sandbox

__all__ = ["sandbox"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """SkillRT's folder, with the traces of three runs that taught nothing yet."""
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    settings = tmp_path / "skillrt.toml"
    settings.write_text("[jit]\nlearn = false\n")
    place = Workshop("bare", tmp_path)
    for job in JOBS[:3]:
        worked(place, "openai-chat", job, "--config", str(settings))
    return tmp_path / "data"


async def _beside(data: Path, python: str, lines: int) -> list[str]:
    """What is said, until it is so many lines."""
    said: list[str] = []
    enough = asyncio.Event()

    def say(line: str) -> None:
        said.append(line)
        if len(said) == lines:
            enough.set()

    work = asyncio.ensure_future(learn_beside(data, python, 0.01, say))
    try:
        async with asyncio.timeout(60):
            await enough.wait()
    finally:
        work.cancel()
        await asyncio.wait({work})
    return said


def test_runs_that_ended_teach(data: Path, sandbox: object):
    assert list(Templates(data).ids()) == []
    (said,) = asyncio.run(_beside(data, "", 1))
    (name,) = Templates(data).ids()
    assert said == f"learnt template {name} (`skillrt jit show {name}`)"


def test_what_goes_wrong_is_said(data: Path):
    (said,) = asyncio.run(_beside(data, "/nowhere/python3", 1))
    assert said.startswith("nothing is learnt: ")
    assert "/nowhere/python3" in said


def test_without_runs_nothing_is_begun(tmp_path: Path):
    assert ended_runs(tmp_path) is None
