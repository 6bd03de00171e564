import pytest

from tests.code.outlining.shell_runs import only, outlined

GIVEN = "cat in.txt | sort > out.txt"


@pytest.mark.parametrize(
    "text",
    [
        f"{GIVEN}\ntool --model base out.txt",
        f"{GIVEN}\ntool --mode=fast out.txt",
        f"{GIVEN}\ntool 'two words' out.txt --now",
        f"{GIVEN}\ntool 30 out.txt",
        f"{GIVEN}\ncurl -s 'https://api.host.dev/v1/items?limit=5' | jq . > b.txt",
    ],
)
def test_what_a_caller_would_change_is_no_part_of_a_program(text: str):
    found = outlined(text)
    assert all(word not in program.text for program in found.programs for word in ("base", "fast", "limit=5"))
    assert found.programs == () or len(found.programs) < 2


@pytest.mark.parametrize(
    "text",
    [
        f"{GIVEN}\ntool --json out.txt > /dev/null",
        "curl -s -H 'Accept: text/plain here' https://api.host.dev/v1/x -o a.txt && sort a.txt | head -5 > b.txt",
        "grep -c 'two words' in.txt | tr -d ' ' > out.txt",
    ],
)
def test_what_says_how_stays(text: str):
    assert only(text).inputs
