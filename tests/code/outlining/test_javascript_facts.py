from skillrt.code.outlining.javascript_facts import javascript_facts


def test_the_tables_are_read():
    facts = javascript_facts()
    assert {"console", "fetch", "process"} <= facts.globals
    assert facts.globals & facts.browser == frozenset()
