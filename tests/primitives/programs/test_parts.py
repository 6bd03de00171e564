from tests.primitives.programs.run import run

TEMPLATE = (
    "# [Title]\n\nOne line.\n\n## Summary\n\nTwo paragraphs.\n\n```sh\n# no heading\n```\n\n## Risks\n\n- each risk\n"
)


def test_a_template_part_by_part(tmp_path):
    here = tmp_path / "in here"
    here.mkdir()
    (here / "plan.template").write_text(TEMPLATE)
    found = run(here, "parts.sh", "my plan.md", "start", "--from", "plan.template")
    assert found == "part 1 of 3: write it to my plan.md.parts/01.md\n# [Title]\n\nOne line.\n\n"
    (here / "my plan.md.parts/01.md").write_text("# Plan\n\nWe move in May.\n\n\n")
    found = run(here, "parts.sh", "my plan.md")
    assert "part 2 of 3" in found
    assert "# no heading" in found
    assert "We move in May." in found
    assert "still to be written" in run(here, "parts.sh", "my plan.md", "join", status=1)
    (here / "my plan.md.parts/02.md").write_text("## Summary\n\n" + "Words. " * 800)
    found = run(here, "parts.sh", "my plan.md")
    assert "longer than 4000 characters: 02.md" in found
    (here / "my plan.md.parts/03.md").write_text("## Risks\n\n- 100% \\n none\n")
    assert "join" in run(here, "parts.sh", "my plan.md")
    assert "3 parts" in run(here, "parts.sh", "my plan.md", "join")
    text = (here / "my plan.md").read_text()
    assert text.startswith("# Plan\n\nWe move in May.\n\n## Summary\n")
    assert text.endswith("\n\n## Risks\n\n- 100% \\n none\n")
    assert "--force" in run(here, "parts.sh", "my plan.md", "join", status=1)
    run(here, "parts.sh", "my plan.md", "join", "--force")


def test_titles_in_place_of_a_template(tmp_path):
    here = tmp_path / "in"
    here.mkdir()
    assert "part 1 of 2" in run(here, "parts.sh", "a.md", "start", "What it's for", "How")
    assert "go on with it" in run(here, "parts.sh", "a.md", "start", "x", status=1)
    for name in ("01", "02"):
        (here / f"a.md.parts/{name}.md").write_text("x" * 1200)
    assert "longer than 1000 characters: 01.md 02.md" in run(here, "parts.sh", "a.md", "--most", "1000")


def test_a_deep_template_is_cut_in_order(tmp_path):
    here = tmp_path / "in"
    here.mkdir()
    (here / "t").write_text("".join(f"## Part {number}\n\ntext\n\n" for number in range(1, 31)))
    run(here, "parts.sh", "a.md", "start", "--from", "t")
    names = sorted(path.name for path in (here / "a.md.parts").iterdir())
    assert len(names) == 30
    assert (here / "a.md.parts/30.about").read_text().startswith("## Part 30")


def test_what_it_cannot_use(tmp_path):
    here = tmp_path / "in"
    here.mkdir()
    (here / "empty").write_text("")
    assert "start" in run(here, "parts.sh", "a.md", status=1)
    assert "no such template" in run(here, "parts.sh", "a.md", "start", "--from", "none", status=2)
    assert "empty" in run(here, "parts.sh", "a.md", "start", "--from", "empty", status=2)
    assert "whole number" in run(here, "parts.sh", "a.md", "--most", "few", status=2)
