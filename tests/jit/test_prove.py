from pathlib import Path

import msgspec

from skillrt.jit.candidates import Candidate, candidates_of
from skillrt.jit.minimise import Minimal, minimise
from skillrt.jit.outputs import output_paths
from skillrt.jit.prove import filled_actions, prove, run_of
from skillrt.jit.recorded import Recorded, read_episodes
from skillrt.jit.replay import Replayer
from skillrt.jit.scenes import episode_scene
from skillrt.jit.template import Piece
from tests.jit.made_episodes import write_episode


def candidate(episode: Recorded, replayer: Replayer) -> Candidate:
    minimal = minimise(episode, replayer)
    assert isinstance(minimal, Minimal)
    found = candidates_of(episode, minimal, episode_scene(episode))
    assert isinstance(found, tuple)
    return found[0]


def test_another_program_with_other_files_proves_it(sums: list[Recorded], replayer: Replayer):
    one = candidate(sums[0], replayer)
    for other in sums[1:]:
        proof = prove(one, episode_scene(sums[0]), other, episode_scene(other), replayer)
        assert proof is not None, other.id
        assert proof.run.outputs == tuple(other.after)


def test_other_effects_prove_nothing(sums: list[Recorded], replayer: Replayer, tmp_path: Path):
    one = candidate(sums[0], replayer)
    (tmp_path / "wrong.json").write_text('{"total": 1}')
    changed = msgspec.structs.replace(sums[2], after={"rain_sum.json": tmp_path / "wrong.json"})
    assert prove(one, episode_scene(sums[0]), changed, episode_scene(changed), replayer) is None


def test_the_order_in_which_files_are_named_is_found_by_the_effect(tmp_path: Path, replayer: Replayer):
    """Two wordings that name the same files in another order."""
    for name, prompt, first, second in (
        ("e1", "Put b.txt behind a.txt in c.txt", "a", "b"),
        ("e2", "Let c.txt be x.txt and then y.txt", "x", "y"),
    ):
        write_episode(
            tmp_path,
            name,
            prompt,
            [f"cat {first}.txt {second}.txt > c.txt"],
            {
                f"{first}.txt": (f"{first}\n", None),
                f"{second}.txt": (f"{second}\n", None),
                "c.txt": (None, f"{first}\n{second}\n"),
            },
            "Done",
        )
    one, two = read_episodes(tmp_path)
    proof = prove(candidate(one, replayer), episode_scene(one), two, episode_scene(two), replayer)
    assert proof is not None
    examples = {hole.example: hole.id for hole in candidate(one, replayer).holes}
    assert (proof.values[examples["a.txt"]], proof.values[examples["b.txt"]]) == ("x.txt", "y.txt")


def test_two_ways_with_the_same_effect_prove_nothing(tmp_path: Path, replayer: Replayer):
    for name, prompt in (("e1", "Make c.txt of a.txt and b.txt"), ("e2", "Of a.txt, b.txt: c.txt")):
        write_episode(
            tmp_path,
            name,
            prompt,
            ["cat a.txt b.txt > c.txt"],
            {"a.txt": ("same\n", None), "b.txt": ("same\n", None), "c.txt": (None, "same\nsame\n")},
            "Done",
        )
    one, two = read_episodes(tmp_path)
    assert prove(candidate(one, replayer), episode_scene(one), two, episode_scene(two), replayer) is None


def test_answers_without_files_are_proven_by_their_numbers(tmp_path: Path, replayer: Replayer):
    for name, rows, final in (("e1", 3, "It has 3 lines."), ("e2", 5, "5 lines"), ("e3", 4, "9 lines")):
        write_episode(
            tmp_path, name, f"How many lines has {name}.txt?", [f"wc -l < {name}.txt"],
            {f"{name}.txt": ("x\n" * rows, None)}, final,
        )  # fmt: skip
    one, two, three = read_episodes(tmp_path)
    found = candidate(one, replayer)
    assert prove(found, episode_scene(one), two, episode_scene(two), replayer) is not None
    assert prove(found, episode_scene(one), three, episode_scene(three), replayer) is None


def test_values_that_do_not_fit_give_no_run(sums: list[Recorded], replayer: Replayer):
    one = candidate(sums[0], replayer)
    bad = {hole: "x\0y" for hole in one.values}
    assert filled_actions(one.actions, one.sites, bad) is None
    assert run_of(one, bad, episode_scene(sums[0]), replayer) is None
    assert output_paths(((Piece("./out/"), Piece(hole="h1")),), {"h1": "a.txt"}) == ("out/a.txt",)


def test_a_request_that_includes_the_number_is_another_job(tmp_path: Path, replayer: Replayer):
    """No row lies on the bound, so that the effects are the same."""
    for name, prompt, sign in (
        ("e1", "Rows of e1.txt over 5 to o1.txt", ">"),
        ("e2", "e2.txt: rows of at least 7 into o2.txt", ">="),
        ("e3", "e3.txt: rows of more than 8 into o3.txt", ">"),
    ):
        number = {"e1": 5, "e2": 7, "e3": 8}[name]
        write_episode(
            tmp_path, name, prompt, [f"awk '$1 {sign} {number}' {name}.txt > o{name[1]}.txt"] if name != "e1" else [
                "python3 -c \"open('o1.txt', 'w').writelines(r for r in open('e1.txt') if float(r) > 5)\""],
            {f"{name}.txt": ("1\n99\n", None), f"o{name[1]}.txt": (None, "99\n")}, "Done",
        )  # fmt: skip
    one, two, three = read_episodes(tmp_path)
    found = candidate(one, replayer)
    assert prove(found, episode_scene(one), two, episode_scene(two), replayer) is None
    assert prove(found, episode_scene(one), three, episode_scene(three), replayer) is not None
