"""Templates and the episodes that speak against them."""

import json
from pathlib import Path

import pytest

from skillrt.jit.counterexamples import AGREEING, counterexamples
from skillrt.jit.learn import Workshop
from skillrt.jit.recorded import read_episodes
from skillrt.jit.replay import Replayer
from tests.jit.made_episodes import sum_episode

TOTAL = [1.5, 2.25, 4.125]


def episodes(root: Path, agreeing: int, otherwise: int) -> Path:
    """Sums asked in the same words, of which the last ones are rounded: nothing in the request says which."""
    for at in range(agreeing + otherwise):
        folder = sum_episode(root, f"e{at}", 0, f"a{at}.csv", "n", f"o{at}.json", [*TOTAL, at + 0.375])
        if at < agreeing:
            continue
        path = folder / "episode.json"
        path.write_text(
            path.read_text().replace("sum(float(r['n']) for r in rows)", "round(sum(float(r['n']) for r in rows))")
        )
        (folder / "after" / f"o{at}.json").write_text(json.dumps({"total": round(sum(TOTAL) + at + 0.375)}))
    return root


@pytest.mark.parametrize(("agreeing", "templates"), [(AGREEING, 1), (AGREEING - 1, 0)])
def test_one_episode_that_did_otherwise_takes_five_that_agree(
    tmp_path: Path, replayer: Replayer, agreeing: int, templates: int
):
    found = Workshop(read_episodes(episodes(tmp_path, agreeing, 1)), replayer).learn()
    assert len(found.templates) == templates
    if not templates:
        assert found.reasons["e0"] == f"its program does otherwise than e{agreeing}, asked in the same words"


def test_other_words_and_what_guards_hold_back_say_nothing_against_it(tmp_path: Path, replayer: Replayer):
    workshop = Workshop(read_episodes(episodes(tmp_path, AGREEING, 1)), replayer)
    (template,) = workshop.learn().templates
    odd = workshop.episodes[f"e{AGREEING}"]
    scene = workshop.scene(odd.id)
    assert counterexamples(template, [(odd, scene)], replayer) == (odd.id,)
    other = workshop.scene("e0")
    assert counterexamples(template, [(workshop.episodes["e0"], other)], replayer) == ()
    (odd.before / "a5.csv").write_text("name;n\na;1\n")
    assert counterexamples(template, [(odd, scene)], replayer) == ()
