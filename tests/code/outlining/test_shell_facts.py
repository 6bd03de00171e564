from skillrt.code.outlining.shell_facts import shell_facts


def test_the_tables_are_read():
    facts = shell_facts()
    assert "install" in facts.install["pip"]
    assert {"cat", "sort"} <= facts.basic
    assert "cd" in facts.builtins


def test_programs_of_a_language_are_programs_of_code():
    """What is never put inside code must also never be read as prose."""
    facts = shell_facts()
    assert sorted(facts.languages - facts.code) == []
