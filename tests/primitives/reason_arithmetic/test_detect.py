from tests.primitives.asking import asked, level

NAME = "reason.arithmetic"


def test_formulas_and_costs(tmp_path):
    text = "# S\n\nMemory = vectors * dimensions * 4 bytes. Estimate the storage size. Calculate the total cost.\n"
    found = asked(tmp_path, NAME, text)
    assert found is not None
    assert found.level == "L2"
    assert "gives a formula" in {item.reason for item in found.evidence}


def test_counts_are_level_1(tmp_path):
    text = "# S\n\nCount the rows. Say how many there are.\n\nGive the percent. Count the gaps.\n"
    assert level(tmp_path, NAME, text) == "L1"


def test_what_code_computes_does_not_count(tmp_path):
    text = "# S\n\nCalculate the average cost:\n\n```python\nmean = sum(costs) / len(costs)\n```\n"
    assert level(tmp_path, NAME, text) == "-"
