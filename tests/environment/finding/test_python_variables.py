"""Which variables Python reads, and without which it does as well."""

import pytest

from skillrt.environment.finding.python_variables import reads
from tests.growth import require_proportion


def found(text, *, shown=False):
    return [(name, how) for name, how, _, _ in reads(text, shown=shown)]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("k = os.environ['ACME_KEY']\nif k:\n    go(k)\n", "use"),
        ("k = os.getenv('ACME_KEY')\ngo(k)\n", "use"),
        ("k = os.getenv('ACME_KEY', 'x')\n", "optional"),
        ("k = os.getenv('ACME_KEY', '')\n", "use"),
        # it is asked whether there is a value
        ("k = os.getenv('ACME_KEY')\nif k:\n    p['key'] = k\n", "guarded"),
        ("k: str = given or os.getenv('ACME_KEY', '')\nwait = 1 if k else 3\n", "guarded"),
        ("self.k = k or os.environ.get('ACME_KEY')\ndef f(self):\n    if self.k and x:\n        go()\n", "guarded"),
        ("if os.getenv('ACME_KEY'):\n    go()\n", "guarded"),
        ("if (k := os.environ.get('ACME_KEY')):\n    go(k)\n", "guarded"),
        ("wait = 1 if os.environ.get('ACME_KEY') else 3\n", "guarded"),
        # or whether there is none
        ("k = os.getenv('ACME_KEY')\nif k:\n    go(k)\nif not k:\n    sys.exit(1)\n", "use"),
        ("k = os.getenv('ACME_KEY')\nif k is None:\n    raise ValueError\n", "use"),
        ("k = os.getenv('ACME_KEY')\nif k:\n    go(k)\n\nelse:\n    sys.exit('ACME_KEY is not set')\n", "use"),
        ("if os.getenv('ACME_KEY') is None:\n    sys.exit(1)\n", "use"),
        ("if os.getenv('ACME_KEY') == 'x':\n    go()\n", "use"),
        ("if os.getenv('ACME_KEY'):\n    go()\nelse:\n    raise KeyError\n", "use"),
        ("if not os.getenv('ACME_KEY'):\n    sys.exit(1)\n", "use"),
        # another name, or one too far away to be the same
        ("k = os.getenv('ACME_KEY')\nif kk:\n    go(k)\n", "use"),
        ("k = os.getenv('ACME_KEY')\n" + "go()\n" * 600 + "def f(k):\n    if k:\n        go()\n", "use"),
    ],
)
def test_how_it_is_read(text, how):
    assert found(text) == [("ACME_KEY", how)]


def test_an_assignment_asks_for_a_value_only_where_it_is_shown():
    text = "os.environ['ACME_KEY'] = 'yours'\nos.environ['ACME_MODE'] = 'x'\n"
    assert found(text) == []
    assert found(text, shown=True) == [("ACME_KEY", "use")]


@pytest.mark.parametrize(
    ("start", "parts", "end"),
    [
        ("environ", ("if a",), ""),
        ("environ\n", ("if k:\n", "k = os.getenv('ACME_KEY')\n"), ""),
        ("environ\n", ("k = os.getenv('ACME_KEY')\n", "if k:\n"), ""),
        ("environ", (" or a",), "getenv('ACME_KEY')"),
        ("environ", ("not ",), ""),
        ("environ = ", ("self.",), ""),
    ],
)
def test_hostile_text_takes_no_time(start: str, parts: tuple[str, ...], end: str):
    def work(count: int) -> None:
        list(reads(start + "".join(part * count for part in parts) + end, shown=False))

    require_proportion(work, 5_000)
