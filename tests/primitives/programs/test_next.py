import subprocess

from tests.primitives.programs.run import put, run

LIST = "== Make the folder\nmkdir -p 'a b'\n== Look\n== Write it, \"quoted\" and 100%\n# two lines\ntouch x\n"


def folder(tmp_path, text=LIST):
    made = tmp_path / "in here"
    made.mkdir()
    (made / "deploy.steps").write_text(text)
    return made


def test_one_item_after_the_other(tmp_path):
    here = folder(tmp_path)
    assert run(here, "next.sh", "deploy.steps", "start") == "1 of 3: Make the folder\nmkdir -p 'a b'\n"
    assert run(here, "next.sh", "deploy.steps", "run", "mkdir -p 'a b'") == ""  # its own words are no output
    assert (here / "a b").is_dir()
    assert run(here, "next.sh", "deploy.steps", "done", "made it") == "2 of 3: Look\n"
    assert run(here, "next.sh", "deploy.steps") == "2 of 3: Look\n"
    assert run(here, "next.sh", "deploy.steps", "skip").startswith(
        '3 of 3: Write it, "quoted" and 100%\n# two lines\n'
    )
    assert run(here, "next.sh", "deploy.steps", "done") == "all 3 items are done\n"
    assert run(here, "next.sh", "deploy.steps", "status").splitlines()[0] == "1. Make the folder: done made it"
    assert "begins again" in run(here, "next.sh", "deploy.steps", "done", status=1)
    assert run(here, "next.sh", "deploy.steps", "start").startswith("1 of 3")


def test_a_command_that_worked_is_told_without_backslashes(tmp_path):
    here = folder(tmp_path)
    words = ["/bin/sh", str(put(here, "next.sh")), "deploy.steps", "run", "true"]
    environment = {"PATH": "/usr/bin:/bin", "TMPDIR": str(here), "LOGNAME": "tester"}
    done = subprocess.run(words, cwd=here, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == "(item 1 of 3: that worked; its next command, or `done`)\n"


def test_a_failed_command_has_to_be_mended_first(tmp_path):
    here = folder(tmp_path)
    run(here, "next.sh", "deploy.steps", "start")
    assert "status 3" in run(here, "next.sh", "deploy.steps", "run", "sh", "-c", "exit 3", status=3)
    assert "failed" in run(here, "next.sh", "deploy.steps", "done", status=1)
    # the first of several that fails stops them
    run(here, "next.sh", "deploy.steps", "run", "false\ntouch never", status=1)
    assert not (here / "never").exists()
    run(here, "next.sh", "deploy.steps", "run", "touch", "with blank")
    assert (here / "with blank").exists()
    assert run(here, "next.sh", "deploy.steps", "done").startswith("2 of 3")


def test_status_before_anything_is_done_and_notes_of_several_lines(tmp_path):
    here = folder(tmp_path)
    assert run(here, "next.sh", "deploy.steps", "status").count(": open") == 3
    run(here, "next.sh", "deploy.steps", "done", "one\ntwo\tthree")
    assert "done one two three" in run(here, "next.sh", "deploy.steps", "status")
    assert run(here, "next.sh", "deploy.steps").startswith("2 of 3")


def test_what_it_cannot_use(tmp_path):
    here = folder(tmp_path, "")
    assert "no items" in run(here, "next.sh", "deploy.steps", "start", status=2)
    assert "no such list" in run(here, "next.sh", "other.steps", "start", status=2)


def test_lists_at_other_paths_are_apart(tmp_path):
    here = folder(tmp_path)
    run(here, "next.sh", "deploy.steps", "done")
    (here / "other.steps").write_text(LIST)
    assert run(here, "next.sh", "other.steps").startswith("1 of 3")


def test_items_added_or_reworded_leave_the_notes(tmp_path):
    here = folder(tmp_path)
    run(here, "next.sh", "deploy.steps", "start")
    run(here, "next.sh", "deploy.steps", "done", "made it")
    (here / "deploy.steps").write_text(LIST.replace("Make the", "Make a") + "== More\n")
    assert run(here, "next.sh", "deploy.steps") == "2 of 4: Look\n"
    assert "done made it" in run(here, "next.sh", "deploy.steps", "status")


def test_going_back_forgets_what_came_after(tmp_path):
    here = folder(tmp_path)
    run(here, "next.sh", "deploy.steps", "start")
    run(here, "next.sh", "deploy.steps", "done", "one")
    run(here, "next.sh", "deploy.steps", "done", "two")
    assert run(here, "next.sh", "deploy.steps", "back", "2") == "2 of 3: Look\n"
    assert run(here, "next.sh", "deploy.steps", "status").splitlines()[:2] == [
        "1. Make the folder: done one",
        "2. Look: open",
    ]
    for wrong in ("", "x", "0", "3", "99"):
        assert "back" in run(here, "next.sh", "deploy.steps", "back", wrong, status=2)
    assert run(here, "next.sh", "deploy.steps", "back", "1").startswith("1 of 3")
