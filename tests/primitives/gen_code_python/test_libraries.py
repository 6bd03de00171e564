from skillrt.primitives.gen_code_python.libraries import pages, picture, workbook
from skillrt.primitives.probing import Attempt
from skillrt.primitives.probing_parts.coding import judge
from skillrt.primitives.probing_parts.drawing import draws


def test_each_library_is_there_where_a_sandbox_is():
    for make in (pages, picture, workbook):
        made = make(draws("test", "L3", "x"))
        assert judge(made, Attempt(made.reference.answer)).outcome in {"passed", "skipped"}


def test_what_was_not_written_is_told():
    verdict = judge(pages(draws("test", "L3", "x")), Attempt("```python\nprint(1)\n```"))
    assert verdict.outcome in {"failed", "skipped"}
    assert verdict.why


def test_the_maker_of_the_input_is_gone_when_the_program_runs():
    source = "import os\nassert os.path.exists('make.py')"
    verdict = judge(workbook(draws("test", "L3", "x")), Attempt(f"```python\n{source}\n```"))
    assert verdict.outcome in {"failed", "skipped"}
