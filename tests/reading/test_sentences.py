from hypothesis import given
from hypothesis import strategies as st

from skillrt.errors import Span
from skillrt.ir import Block
from skillrt.reading.sentences import sentences_of


def cut(text: str, kind: str = "paragraph"):
    return sentences_of(Block("b", "paragraph", Span("SKILL.md", 0, len(text), 1, 1), text=text), kind)


def test_sentences_end_at_full_stops_but_not_in_abbreviations_and_names():
    found = cut("Read a.md first. Use a tool, e.g. Grep, then stop! Done")
    assert [item.text for item in found] == ["Read a.md first.", "Use a tool, e.g. Grep, then stop!", "Done"]


def test_marks_and_quotes_may_stand_behind_a_full_stop():
    assert len(cut("_Stop here._ Then go on.")) == 2
    assert len(cut('He says "stop." Then go on')) == 2
    assert len(cut("One\n\nTwo")) == 2
    assert len(cut("A name like a.b or 3.5 and no end.")) == 1


def test_what_leads_in_is_no_word_of_the_instruction():
    assert cut("**Important:** Never delete it.")[0].first == "never"
    assert cut("Step 2: Verify the output.")[0].first == "verify"
    assert cut("[ ] Check the file", "item")[0].first == "check"
    assert cut("**Merge:** Join them.")[0].label.startswith("Merge")


def test_rows_of_a_table_without_head_and_dashes():
    rows = cut("| A | B |\n|---|---|\n| one | two |\n| three | four |\n", "row")
    assert [item.first for item in rows] == ["one", "three"]


@given(st.text(max_size=300))
def test_sentences_lie_where_they_say_and_do_not_overlap(text):
    last = 0
    for item in cut(text):
        assert last <= item.start < item.end <= len(text)
        assert text[item.start : item.end].startswith(item.text[:50])
        last = item.end


def test_a_label_has_words_of_its_own():
    (found,) = cut("- **Never guess**: look it up.")
    assert [word for word in found.label_words] == ["never", "guess"]
    assert found.first == "look"
