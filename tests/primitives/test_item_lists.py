from skillrt.primitives.item_lists import list_file, one_line


def test_a_list_names_each_item_once():
    file = list_file("Steps to go", ".steps", [("One", "One\nmore\n== odd"), ("Two", "Two")], ())
    assert (file.path, file.text) == ("references/skillrt/steps-to-go.steps", "== One\nmore\n == odd\n== Two\n")


def test_programs_in_commands_are_uses_of_the_list():
    taken = ("scripts/check.py", "scripts/other.py")
    file = list_file("steps", ".steps", [("Run `python3 scripts/check.py`", "")], taken)
    assert [use.path for use in file.uses] == ["scripts/check.py"]


def test_marks_of_lists_go_and_bold_stays():
    assert one_line("- [ ] **Leaks**: closed\n  twice") == "**Leaks**: closed twice"
    assert one_line("**Leaks**: closed") == "**Leaks**: closed"
