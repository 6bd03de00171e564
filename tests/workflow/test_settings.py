import pytest

from skillrt.errors import UsageError
from skillrt.workflow.settings import Failure, failure_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("stop", Failure()),
        ("continue", Failure(stop=False)),
        ("retry", Failure(retries=2)),
        ("retry:5", Failure(retries=5)),
        ("retry:0", Failure()),
    ],
)
def test_policies(text, found):
    assert failure_of(text) == found


@pytest.mark.parametrize("text", ["", "ignore", "retry:", "retry:-1", "retry:9999", "stop:1"])
def test_anything_else_is_refused(text):
    with pytest.raises(UsageError, match="retry:N"):
        failure_of(text)
