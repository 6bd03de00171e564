import os

from tests.primitives.programs.run import run


def folder(tmp_path, *rows):
    made = tmp_path / "in here"
    made.mkdir()
    (made / "list.txt").write_text("".join(f"{row}\n" for row in rows))
    return made


def test_it_names_the_next_one_until_all_are_there(tmp_path):
    here = folder(
        tmp_path, "docs/plan.md\tSave the plan to `docs/plan.md`.", "it's 100%.txt\tWrite it", "src/<name>.py\tA part"
    )
    run(here, "files.sh", "list.txt", "start")
    found = run(here, "files.sh", "list.txt")
    assert found == "0 of 3 files are there\nnext: docs/plan.md\n  Save the plan to `docs/plan.md`.\n"
    (here / "docs").mkdir()
    (here / "docs/plan.md").write_text("plan")
    (here / "src").mkdir()
    (here / "src/a b.py").write_text("x = 1")
    assert "next: it's 100%.txt" in run(here, "files.sh", "list.txt")
    (here / "it's 100%.txt").write_text("")
    assert "next: it's" in run(here, "files.sh", "list.txt")  # empty is not written
    assert "missing: it's 100%.txt\n" in run(here, "files.sh", "list.txt", "--all")
    assert run(here, "files.sh", "list.txt", "--skip", "it's 100%.txt") == "all 3 files are there\n"
    assert run(here, "files.sh", "list.txt") == "all 3 files are there\n"


def test_what_was_there_before_does_not_count(tmp_path):
    here = folder(tmp_path, "old.md\tWrite it")
    (here / "old.md").write_text("of last week")
    os.utime(here / "old.md", (1, 1))
    assert "next: old.md" in run(here, "files.sh", "list.txt", "start")
    (here / "old.md").write_text("of today")
    os.utime(here / "old.md", (2**31 - 2, 2**31 - 2))
    assert "all 1 files" in run(here, "files.sh", "list.txt")


def test_paths_are_data_and_run_nothing(tmp_path):
    here = folder(tmp_path, "$(touch ran).md\tx", "`touch ran`.md\tx", "a;touch ran\tx", "last, without an end")
    run(here, "files.sh", "list.txt")
    assert not (here / "ran").exists()


def test_an_empty_list_and_a_missing_one(tmp_path):
    here = folder(tmp_path)
    assert run(here, "files.sh", "list.txt") == "all 0 files are there\n"
    assert "no such list" in run(here, "files.sh", "other.txt", status=2)


def test_files_added_to_the_list_keep_what_is_known(tmp_path):
    here = folder(tmp_path, "old.md\tWrite it", "other.md\tx")
    (here / "old.md").write_text("of last week")
    os.utime(here / "old.md", (1, 1))
    run(here, "files.sh", "list.txt", "start")
    run(here, "files.sh", "list.txt", "--skip", "other.md")
    with (here / "list.txt").open("a") as file:
        file.write("more.md\tx\n")
    assert run(here, "files.sh", "list.txt").startswith("1 of 3 files are there\nnext: old.md")
