import pytest

from skillrt.passes.concurrency.web_requests import changes, fails_on_status


@pytest.mark.parametrize(
    ("line", "changing"),
    [
        ("curl -sS https://a.example", False),
        ("curl --request=DELETE https://a.example/1", True),
        ("curl -G https://a.example --data-urlencode q=1", False),
        ("curl https://a.example -F file=@a.png", True),
        ("curl -o d https://a.example", False),
        ("wget --method=PUT https://a.example", True),
        ("wget --post-data=a https://a.example", True),
        ("wget https://a.example/a.zip", False),
        ("http https://a.example name==b", False),
        ("http https://a.example name=b", True),
        ("http GET https://a.example", False),
        ("gh api repos/a/b", False),
        ("gh api repos/a/b -f name=c", True),
        ("gh api -XPATCH repos/a/b", True),
        ("gh api --method=GET search -f q=a", False),
        ("xh delete https://a.example/1", True),
    ],
)
def test_whether_a_request_changes_something(line: str, changing: bool):
    name, *arguments = line.split()
    assert changes(name, arguments) is changing


def test_a_request_that_is_there_for_its_exit_status():
    assert fails_on_status("curl", ["-sSf", "https://a.example"])
    assert not fails_on_status("curl", ["-X", "f", "https://a.example"])
    assert not fails_on_status("wget", ["-f"])
