from tests.primitives.lowered import drafts, gap_of, linked, taken
from tests.primitives.programs.run import run


def test_the_formulas_of_the_text_stand_ready(tmp_path):
    text = "# Loan\n\nCalculate the payback: payback = cost / (income - upkeep).\n"
    module = linked(tmp_path, {"SKILL.md": text})
    draft = drafts(module, gap_of(module, "reason.arithmetic", 0, "L2", ("Calculate",)))["calculator"]
    made, _ = taken(module, draft)
    assert (
        "place of the dots: `sh scripts/skillrt/calc.sh 'cost/(income-upkeep)' cost=... income=... upkeep=...`."
        in made
    )
    here = tmp_path / "out"
    here.mkdir()
    assert run(here, "calc.sh", "cost/(income-upkeep)", "cost=90", "income=40", "upkeep=10") == "3\n"


def test_sentences_and_numbers_with_units_are_no_formulas(tmp_path):
    text = "# Load\n\nCalculate the rate. Limit = 300RU/s at most. Mode = fast and - well - loud. Size = 3 (4 + n).\n"
    module = linked(tmp_path, {"SKILL.md": text})
    assert drafts(module, gap_of(module, "reason.arithmetic", 1, "L3", ("Calculate",))) == {}
