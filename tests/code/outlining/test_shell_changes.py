"""What a caller must be able to change is an option, or the block stays."""

import pytest

from skillrt.code.outlining.shell_changes import is_open_address
from tests.code.outlining.shell_runs import only, outlined, rule

POST = 'curl -s -X POST "$API/items" \\\n  -H "A: b" -H "C: d" \\\n  '
GET = "| jq '.items[] | .name'"


@pytest.mark.parametrize(
    "text",
    [
        f'{POST}-d "fixed" {GET}',
        f"{POST}-F 'tool=find' -F 'params={{\"a\": \"b\"}}' {GET}",
        f"{POST}-d '{{\"name\": \"a\"}}' --data-urlencode 'k=v' {GET}",
        f"http POST https://api.host.dev/x {GET}",
        f"curl -X DELETE https://api.host.dev/items/all {GET}",
        f"find . -name 'a...' {GET}",
        f"git revert <commit>... {GET}",
        f'git add -A && git commit -m "$(date) and more" {GET}',
    ],
)
def test_what_stays_fixed_is_declined(text: str):
    assert rule(text) == "placeholder"


def test_data_that_an_option_fills():
    found = only(f'{POST}-d \'{{"name": "a"}}\' {GET}')
    assert "--name" in [item.option for item in found.inputs]
    assert only(f'{POST}-F "file=@$FILE" -F type=image {GET}').inputs


def test_a_message_is_needed():
    found = only('git add -A && git commit -m "feat(<scope>): add a check"\ngit log -1 | cat')
    (message,) = found.inputs
    assert (message.option, message.required, message.example) == ("--message", True, "feat(<scope>): add a check")
    found = only('gh pr create --title "A fix" --body "What it does" | sort | cat')
    assert [(item.option, item.required) for item in found.inputs] == [("--title", True), ("--body", True)]


def test_a_range_leaves_nothing_out():
    assert outlined("git log main...HEAD --oneline | sort | head -n 3 > out.txt").programs


def test_no_option_has_an_empty_default():
    found = only('grep "${WORD:-}" list.txt | sort | uniq -c > counts.txt')
    assert [item.option for item in found.inputs if not item.example and not item.required] == []


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("https://workspace--app-square.modal.run", True),
        ("https://your-site.dev/api", True),
        ("https://api.host.dev/my-items", False),
        ("https://app.host.dev/a-b", False),
    ],
)
def test_open_addresses(text: str, is_open: bool):
    assert is_open_address(text) is is_open
