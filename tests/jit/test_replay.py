from pathlib import Path

from skillrt.jit.actions import Action
from skillrt.jit.replay import Replayer, copy_files, inside


def test_what_changed_what_is_gone_and_what_was_printed(replayer: Replayer, tmp_path: Path):
    (tmp_path / "a.txt").write_text("A")
    (tmp_path / "b.txt").write_text("B")
    (tmp_path / "c.txt").write_text("C")
    actions = (Action("shell", "echo one; rm a.txt; echo X > b.txt; cp c.txt d.txt"), Action("shell", "cat b.txt"))
    done = replayer.replay(actions, tmp_path)
    assert done.changed == {"b.txt": b"X\n", "d.txt": b"C"}
    assert (done.gone, done.printed, done.failed) == (("a.txt",), "one\nX\n", "")
    assert (tmp_path / "a.txt").read_text() == "A"


def test_a_replay_is_done_once(replayer: Replayer, tmp_path: Path):
    (tmp_path / "a.txt").write_text("once")
    actions = (Action("shell", "date +%N > now.txt"),)
    runs = replayer.runs
    assert replayer.replay(actions, tmp_path) == replayer.replay(actions, tmp_path)
    assert replayer.runs == runs + 1


def test_a_failure_ends_it(replayer: Replayer, tmp_path: Path):
    done = replayer.replay(
        (Action("shell", "echo no >&2; exit 3"), Action("shell", "echo late > late.txt")), tmp_path
    )
    assert (done.failed, done.stopped) == ("status 3: no", 0)
    assert done.changed == {}


def test_files_are_written_and_edited_inside_only(replayer: Replayer, tmp_path: Path):
    (tmp_path / "a.txt").write_text("one two one")
    done = replayer.replay((Action("write", "x", "new/n.txt"), Action("edit", "2", "a.txt", "two")), tmp_path)
    assert done.changed == {"new/n.txt": b"x", "a.txt": b"one 2 one"}
    assert "once" in replayer.replay((Action("edit", "1", "a.txt", "one"),), tmp_path).failed
    assert "outside" in replayer.replay((Action("write", "x", "../evil.txt"),), tmp_path).failed
    assert "outside" in replayer.replay((Action("write", "x", "/etc/evil.txt"),), tmp_path).failed


def test_a_folder_of_the_replay_stands_for_tmp(replayer: Replayer, tmp_path: Path):
    name = "skillrt-replay-test.py"
    actions = (
        Action("write", "open('a.txt', 'w').write('A')", f"/tmp/{name}"),
        Action("shell", f"python3 /tmp/{name}"),
    )
    assert replayer.replay(actions, tmp_path).changed == {"a.txt": b"A"}
    assert not Path(f"/tmp/{name}").exists()
    assert "outside" in replayer.replay((Action("write", "x", "/tmp/../evil.txt"),), tmp_path).failed


def test_links_lead_nowhere(tmp_path: Path):
    (tmp_path / "w").mkdir()
    (tmp_path / "w/out").symlink_to(tmp_path)
    assert inside("out/x", tmp_path / "w") is None
    assert inside("in/x", tmp_path / "w") == tmp_path / "w/in/x"
    (tmp_path / "copy").mkdir()
    copy_files(tmp_path / "w", tmp_path / "copy")
    assert list((tmp_path / "copy").iterdir()) == []
