from tests.primitives.lowered import drafts, gap_of, linked, taken
from tests.primitives.programs.run import run

TEXT = """# Brief

## What to ask

Interview the user before you begin. Ask questions until all is clear.

- Who is it for?
- **When** is it due, and what's the budget?
- What must it not do?

Never begin without approval.
"""


def test_a_list_of_questions_is_gone_through(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    draft = drafts(module, gap_of(module, "ask.user", 1, "L2", ("Interview",)))["question-list"]
    text, files = taken(module, draft)
    assert "## What to ask\n\nAsk the 3 questions below one a turn" in text
    here = tmp_path / "out"
    here.mkdir()
    (here / "q").write_text(files["references/skillrt/what-to-ask.questions"])
    assert run(here, "next.sh", "q", "done", "the board") == "2 of 3: **When** is it due, and what's the budget?\n"
    assert draft.to == 1


def test_what_is_no_list_of_questions_stays(tmp_path):
    module = linked(tmp_path, {"SKILL.md": "# A\n\nInterview the user.\n\n- One?\n- A statement.\n"})
    assert drafts(module, gap_of(module, "ask.user", 1, "L2", ("Interview",))) == {}
    full = linked(tmp_path / "b", {"SKILL.md": TEXT})
    assert drafts(full, gap_of(full, "ask.user", 0, "L1", ("Interview",))) == {}
