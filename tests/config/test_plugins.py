import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from skillrt.config.plugins import guarded, plugins, unfit
from skillrt.errors import MachineError, UsageError


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Makes a package `Odd` that offers these entry points and has this code."""

    def install(entries: str, code: str) -> None:
        facts = tmp_path / "odd-1.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: Odd\nVersion: 1\n")
        (facts / "entry_points.txt").write_text(entries)
        (tmp_path / "skillrt_odd_plugin.py").write_text(code)
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.delitem(sys.modules, "skillrt_odd_plugin", raising=False)

    return install


def test_they_are_sorted_by_name(installed: Callable[[str, str], None]):
    installed("[skillrt.odd]\nb = skillrt_odd_plugin:B\na = skillrt_odd_plugin:A\n", "")
    assert [item.name for item in plugins("skillrt.odd")] == ["a", "b"]
    assert plugins("skillrt.none") == ()


@pytest.mark.parametrize(
    ("value", "code", "why"),
    [
        ("skillrt_odd_plugin_gone:X", "", "ModuleNotFoundError: No module named"),
        ("skillrt_odd_plugin:X", "", "AttributeError: "),
        ("skillrt_odd_plugin:X", "x = = 1", "SyntaxError: "),
        ("skillrt_odd_plugin:X", "raise RuntimeError('two\\nlines')", "RuntimeError: two lines"),
    ],
)
def test_whatever_its_code_raises_names_the_package(
    installed: Callable[[str, str], None], value: str, code: str, why: str
):
    installed(f"[skillrt.odd]\nx = {value}\n", code)
    (entry,) = plugins("skillrt.odd")
    with pytest.raises(MachineError) as caught:
        guarded(entry, entry.load)
    told = f"the plugin `x` of the package `Odd` (`{value}` in `skillrt.odd`) cannot be used: {why}"
    assert str(caught.value).startswith(told)
    assert caught.value.exit_status == 3


def test_errors_of_ours_pass_through(installed: Callable[[str, str], None]):
    installed(
        "[skillrt.odd]\nx = skillrt_odd_plugin:X\n", "from skillrt.errors import UsageError\nraise UsageError([])\n"
    )
    (entry,) = plugins("skillrt.odd")
    with pytest.raises(UsageError):
        guarded(entry, entry.load)
    assert str(unfit(entry, "it is old")).endswith("cannot be used: it is old")
