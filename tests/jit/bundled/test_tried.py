from pathlib import Path

from skillrt.jit.bundled.parameters import calls_of
from skillrt.jit.bundled.tried import MOST_TRIED, bundled_programs
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayer
from skillrt.jit.scenes import episode_scene
from skillrt.process.sandbox import Sandbox
from tests.jit.made_episodes import SCRIPT


def _skill(folder: Path, text: str, count: int = 1) -> Path:
    for at in range(count):
        (folder / "scripts").mkdir(parents=True, exist_ok=True)
        (folder / f"scripts/add_up{at}.py").write_text(text)
    return folder


def test_a_script_that_no_episode_called_does_what_was_done(sums: list[Recorded], sandbox: Sandbox, tmp_path: Path):
    folder = _skill(tmp_path, SCRIPT)
    replayer = Replayer(sandbox, folders={"sums": folder})
    (found,) = bundled_programs(sums[0], episode_scene(sums[0]), calls_of(folder), replayer)
    assert found.actions[0].text == (
        'python3 -B "$SKILLRT_SKILL/scripts/add_up0.py" birds.csv --column weight --output birds.json'
    )
    assert found.actions[0].skill == "sums"


def test_one_that_does_something_else_is_none_and_few_are_tried(
    sums: list[Recorded], sandbox: Sandbox, tmp_path: Path
):
    folder = _skill(tmp_path, SCRIPT.replace("'total'", "'sum'"), count=9)
    replayer = Replayer(sandbox, folders={"sums": folder})
    assert bundled_programs(sums[0], episode_scene(sums[0]), calls_of(folder), replayer) == ()
    assert 0 < replayer.runs <= MOST_TRIED
