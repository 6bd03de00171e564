from skillrt.primitives.probing_parts.coding import Work, coded, fenced, shown
from skillrt.primitives.probing_parts.running import Trial

WORK = Work(("sh",), "solution.sh", ("sh", "solution.sh"), (Trial("one", {}, "1\n"),))


def test_an_instance_of_a_program():
    made = coded("Print 1.", WORK, "echo 1\n", [("prints 2", "1", "2")])
    assert made.task.startswith("Print 1.\n\nAnswer with the whole program")
    assert made.reference.answer == fenced("sh", "echo 1") == "```sh\necho 1\n```"
    assert made.near_misses[0].solution.answer == "```sh\necho 2\n```"


def test_examples_are_indented():
    assert shown({"a.txt": "x\n\ny\n"}, "z\n") == (
        "Example: where `a.txt` holds\n    x\n\n    y\nthe program prints\n    z"
    )
