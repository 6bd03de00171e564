import pytest

from skillrt.jit.placing import relative, relative_arguments, relative_command

WS = "/home/u/my ws"


@pytest.mark.parametrize(("text", "wanted"), [
    (f"open('{WS}/a.csv')", "open('a.csv')"),
    (f"ls {WS}", "ls ."),
    (f"ls '{WS}/'", "ls './'"),
    (f"Saved {WS}/sub/out.json.", "Saved sub/out.json."),
    (f"It is in {WS}.", "It is in .."),
    (f"{WS}//a {WS}/*.csv", "a *.csv"),
    (f"{WS}2/a {WS}-b {WS}.bak", f"{WS}2/a {WS}-b {WS}.bak"),
    (f"/mnt{WS}/a ~{WS}/a", f"/mnt{WS}/a ~{WS}/a"),
    ("nothing", "nothing"),
])  # fmt: skip
def test_paths_in_the_workspace_are_relative_to_it(text: str, wanted: str):
    assert relative(text, WS) == wanted


@pytest.mark.parametrize("workspace", ["", "/", "/tmp", "/tmp/"])
def test_a_folder_that_names_too_much_is_left(workspace: str):
    assert relative("cat /tmp/a /b", workspace) == "cat /tmp/a /b"


@pytest.mark.parametrize("text", [f"cd {WS} && ls", f'cd "{WS}"; ls', f"cd '{WS}/' && ls", f"cd {WS}\nls"])
def test_going_there_first_is_no_part_of_a_command(text: str):
    assert relative_command(text, WS) == "ls"


def test_arguments_of_any_shape():
    given = {"a": f"{WS}/x", "n": 1, "list": [f"{WS}/y", {"old": f"{WS}/z", "k": None}, 2]}
    assert relative_arguments(given, WS) == {"a": "x", "n": 1, "list": ["y", {"old": "z", "k": None}, 2]}
    assert relative_arguments(given, "") is given
