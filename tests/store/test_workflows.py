from pathlib import Path

from skillrt.store.workflows import run_folder, run_key, runs_folder


def test_each_part_makes_another_run_and_their_borders_count():
    base = run_key("d", "w", Path("/p"), {"a": "1"})
    others = [
        run_key("e", "w", Path("/p"), {"a": "1"}),
        run_key("d", "x", Path("/p"), {"a": "1"}),
        run_key("d", "w", Path("/q"), {"a": "1"}),
        run_key("d", "w", Path("/p"), {"a": "2"}),
        run_key("d", "w", Path("/p"), {"a": "1", "b": ""}),
        run_key("dw", "", Path("/p"), {"a": "1"}),
    ]
    assert len({base, *others}) == 7
    assert base == run_key("d", "w", Path("/p"), {"a": "1"})
    assert run_key("d", "w", Path("/p"), {"b": "2", "a": "1"}) == run_key("d", "w", Path("/p"), {"a": "1", "b": "2"})


def test_the_key_names_the_folder_and_hides_the_inputs():
    key = run_key("d", "w", Path("/p"), {"token": "secret\udcff"})
    assert run_folder(Path("/data"), key) == Path("/data/workflows") / key
    assert "secret" not in key


def test_all_runs_lie_in_one_folder():
    assert run_folder(Path("/data"), "k").parent == runs_folder(Path("/data"))
