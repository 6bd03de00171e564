from tests.primitives.lowered import drafts, gap_of, linked, taken

TEXT = "# Mail\n\nNever send it twice. Always name the sender.\n\n## Send\n\nDo not attach files.\n"


def test_rules_are_checked_at_the_end_and_stay_where_they_are(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    draft = drafts(module, gap_of(module, "follow.constraint", 1))["rule-check"]
    text, files = taken(module, draft)
    assert TEXT.rstrip() in text
    assert "\n\n## Before you finish\n\nCheck the 3 rules of this text one a turn" in text
    assert files["references/skillrt/rules.rules"] == (
        "== Never send it twice.\n== Always name the sender.\n== Do not attach files.\n"
    )


def test_one_rule_is_the_least(tmp_path):
    module = linked(tmp_path, {"SKILL.md": "# A\n\nNever send it twice.\n"})
    assert drafts(module, gap_of(module, "follow.constraint", 1, "L1", ("Never",))) == {}
