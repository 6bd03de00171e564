from tests.primitives.programs.run import run


def folder(tmp_path):
    made = tmp_path / "in here"
    made.mkdir()
    lines = [f"line {number}" for number in range(1, 321)]
    lines[0], lines[200] = "# Head", "## Second's 50% part"
    (made / "big file.md").write_text("\n".join(lines) + "\n")
    (made / "empty").write_text("")
    return made


def test_pages_index_and_search(tmp_path):
    here = folder(tmp_path)
    first = run(here, "page.sh", "big file.md")
    assert first.startswith("# Head\nline 2\n")
    assert first.endswith("line 150\n(big file.md, page 1 of 3; next: 2)\n")
    assert run(here, "page.sh", "big file.md", "3").endswith("line 320\n(big file.md, page 3 of 3)\n")
    assert "only 3 pages" in run(here, "page.sh", "big file.md", "4", status=1)
    assert "page 2: ## Second's 50% part" in run(here, "page.sh", "--index", "big file.md")
    assert run(here, "page.sh", "--find", "SECOND'S 50%", "big file.md") == "page 2, line 201: ## Second's 50% part\n"
    assert "no line with" in run(here, "page.sh", "--find", "nowhere", "big file.md")
    assert run(here, "page.sh", "--lines", "2", "big file.md", "2").startswith("line 3\nline 4\n")


def test_several_files_and_missing_ones(tmp_path):
    here = folder(tmp_path)
    (here / "sub").mkdir()
    (here / "sub/notes.md").write_text("note")
    assert "(there is ./sub/notes.md )" in run(here, "page.sh", "notes.md", status=1)
    found = run(here, "page.sh", "--all", "empty", "sub/notes.md")
    assert found == "=== empty\n(empty is empty)\n=== sub/notes.md\nnote\n"
    assert "missing: gone" in run(here, "page.sh", "--all", "empty", "gone", status=1)


def test_what_it_cannot_use(tmp_path):
    here = folder(tmp_path)
    assert "whole number" in run(here, "page.sh", "big file.md", "two", status=2)
    assert "which file" in run(here, "page.sh", status=2)
