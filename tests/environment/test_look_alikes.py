import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.environment.look_alikes import Likeness

KNOWN = ("requests", "numpy", "python-dateutil", "boto3", "socket.io", "@types/node", "six", "pillow")
LIKENESS = Likeness(KNOWN)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("request", "requests"),
        ("requestss", "requests"),
        ("reqeusts", "requests"),
        ("raquests", "requests"),
        ("requ3sts", "requests"),
        ("python-requests", "requests"),
        ("requests-py", "requests"),
        ("py-numpy", "numpy"),
        ("pythondateutil", "python-dateutil"),
        ("socketio", "socket.io"),
        ("@type/node", "@types/node"),
        ("pi110w", "pillow"),
    ],
)
def test_typing_errors_and_dressed_up_names_are_seen(name, meant):
    assert LIKENESS.of(name) == meant


@pytest.mark.parametrize(
    "name", ["", "requests", "sox", "boto4", "boto33", "pandas", "requests-oauth", "py-six", "numbers"]
)
def test_names_of_their_own_are_let_alone(name):
    assert LIKENESS.of(name) == ""


def test_only_names_of_the_top_are_imitated():
    ranked = [f"name-{index:05}-x" for index in range(2000)] + ["unknown-package"]
    assert Likeness(ranked).of("unknown-packag") == ""


@given(st.text(max_size=80))
def test_no_name_is_like_itself(name):
    assert Likeness((name, "requests")).of(name) in {"", "requests"}
