from pathlib import Path

import msgspec

from skillrt.jit.evaluate import evaluate
from skillrt.jit.learn import Workshop
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayer
from tests.jit.made_episodes import split_episodes


def test_each_is_served_by_what_the_others_teach(workshop: Workshop, tmp_path: Path):
    found = evaluate(workshop, outputs=tmp_path)
    assert (found.episodes, found.right, found.wrong, found.missed) == (6, 6, 0, 0)
    assert found.turns_saved == sum(episode.turns for episode in workshop.episodes.values())
    assert (tmp_path / "sum-0/files/birds.json").is_file()
    assert "birds.json" in (tmp_path / "sum-0/answer.txt").read_text()


def test_in_order_the_first_ones_are_missed(workshop: Workshop):
    found = evaluate(workshop, "in-order")
    assert [item.verdict for item in found.each][:3] == ["missed"] * 3
    assert found.each[-1].verdict == "right"


def test_in_order_is_the_order_of_time(sums: list[Recorded], replayer: Replayer):
    last_first = [msgspec.structs.replace(episode, started=-at) for at, episode in enumerate(sums)]
    found = evaluate(Workshop(last_first, replayer), "in-order")
    assert [item.id for item in found.each] == [episode.id for episode in reversed(sums)]
    assert (found.each[0].verdict, found.each[-1].verdict) == ("missed", "right")


def test_a_run_with_other_effects_is_wrong(sums: list[Recorded], replayer: Replayer, tmp_path: Path):
    """What the agent did in one episode is changed: the template, learnt from the others, no longer agrees."""
    (tmp_path / "other.json").write_text('{"total": -1}')
    changed = [*sums[:4], msgspec.structs.replace(sums[4], after={"sum.json": tmp_path / "other.json"}), sums[5]]
    found = evaluate(Workshop(changed, replayer))
    assert [item.id for item in found.each if item.verdict == "wrong"] == ["sum-4"]
    assert found.each[4].reason == "the files are not those of the episode"


def test_files_whose_names_come_from_the_data(tmp_path: Path, replayer: Replayer):
    found = evaluate(Workshop(split_episodes(tmp_path), replayer))
    assert [item.verdict for item in found.each] == ["right"] * 4
    assert found.each[1].outputs == ("harbours/4.csv", "harbours/5.csv", "harbours/6.csv")
    assert found.each[1].answer == "I split ships.csv into 3 files in harbours."
