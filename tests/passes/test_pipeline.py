import importlib.metadata
import sys
from dataclasses import dataclass
from typing import ClassVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.errors import MachineError, UsageError, VerifyError
from skillrt.ir import TextEdit, replace_blocks, rewrite
from skillrt.passes import pipeline
from skillrt.passes.base import Need, Pass, PassContext
from skillrt.passes.pipeline import PASSES, describe_passes, parse_pipeline, pass_names, run_pipeline
from skillrt.targets import parse_target
from tests.skills import module_of


@dataclass(frozen=True)
class Shout(Pass):
    """Make the first heading loud."""

    name: ClassVar[str] = "shout"
    needs: ClassVar[frozenset[Need]] = frozenset({Need.HARNESS})
    mark: str = "!"
    times: int = 1
    twice: bool = False

    def run(self, module, ctx):
        block = next(item for item in module.documents[0].leaves() if item.kind == "heading")
        end = len(block.text.rstrip("\n"))
        new = self.mark * self.times * (1 + self.twice)
        edits = [TextEdit(end, end, new, "shout", f"for {ctx.target}")]
        return replace_blocks(module, {block.id: rewrite(block, self.name, edits)})


@dataclass(frozen=True)
class Loses(Pass):
    """Break a promise."""

    name: ClassVar[str] = "loses"

    def run(self, module, ctx):
        return msgspec.structs.replace(module, documents=module.documents[:0])


@dataclass(frozen=True)
class Raises(Pass):
    name: ClassVar[str] = "raises"

    def run(self, module, ctx):
        raise KeyError("of the plugin")


@pytest.fixture
def plugins(monkeypatch):
    """Two passes from another package, by entry points."""
    module = type(sys)("skillrt_sample_plugin")
    module.Shout, module.Loses, module.Raises = Shout, Loses, Raises
    monkeypatch.setitem(sys.modules, "skillrt_sample_plugin", module)
    entries = [
        importlib.metadata.EntryPoint(kind.name, f"skillrt_sample_plugin:{kind.__name__}", "skillrt.passes")
        for kind in (Shout, Loses, Raises)
    ]
    entries += [
        importlib.metadata.EntryPoint(name, value, "skillrt.passes")
        for name, value in (("gone", "skillrt_sample_plugin:Gone"), ("other", "skillrt_sample_plugin:Shout"))
    ]
    monkeypatch.setattr(
        "skillrt.config.plugins.entry_points", lambda group: entries if group == "skillrt.passes" else []
    )
    pipeline._plugins.cache_clear()
    yield
    pipeline._plugins.cache_clear()


@pytest.mark.parametrize("text", ["shout", "shout{mark=?,times=3}", "shout{twice=true},shout{times=2}"])
def test_the_pipeline_string_round_trips(plugins, text):
    assert str(parse_pipeline(text)) == text
    assert parse_pipeline(f" {text.replace(',', ' , ')} ") == parse_pipeline(text)


def test_names_equal_file_stems():
    for name, where in PASSES.items():
        assert where.split(":")[0].rsplit(".", 1)[-1].replace("_", "-") == name


def test_every_pass_says_what_it_does(plugins):
    found = dict(describe_passes())
    assert found["shout"] == "Make the first heading loud."
    assert found["raises"] == ""
    assert "cannot be used: AttributeError" in found["gone"]
    assert "offers no dataclass whose `name` is `other`" in found["other"]
    assert all(words for name, words in found.items() if name != "raises")
    assert tuple(found) == pass_names()


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("", "usage.pipeline-syntax", 1),
        ("shout,", "usage.pipeline-syntax", 6),
        ("shout,,shout", "usage.pipeline-syntax", 7),
        ("shout shout", "usage.pipeline-syntax", 1),
        ("shuot", "usage.unknown-pass", 1),
        ("shout,nothing-like-it", "usage.unknown-pass", 7),
        ("shout{volume=3}", "usage.pass-option", 1),
        ("shout{times=many}", "usage.pass-option", 1),
        ("shout{twice=maybe}", "usage.pass-option", 1),
        ("shout{mark}", "usage.pass-option", 1),
    ],
)
def test_wrong_pipelines(plugins, text, code, column):
    with pytest.raises(UsageError) as caught:
        parse_pipeline(text)
    (found,) = caught.value.diagnostics
    assert (found.code, found.place.column) == (code, column)


def test_the_nearest_name_is_offered(plugins):
    with pytest.raises(UsageError) as caught:
        parse_pipeline("shuot")
    assert "`shout`" in caught.value.diagnostics[0].hint


@given(st.text(max_size=40))
def test_any_text_is_a_pipeline_or_a_usage_error(text):
    try:
        assert parse_pipeline(text).passes
    except UsageError as error:
        codes = {item.code for item in error.diagnostics}
        assert codes <= {"usage.pipeline-syntax", "usage.unknown-pass", "usage.pass-option"}


def test_passes_run_in_order_and_are_seen(plugins, tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": "# T\n"})
    seen = []
    ctx = PassContext(target=parse_target("m@codex"))
    result = run_pipeline(
        module, parse_pipeline("shout,shout{mark=?}"), ctx, lambda item, now: seen.append(str(item))
    )
    assert "# T!?\n" in result.documents[0].text
    assert len(seen) == 2


def test_what_a_pass_needs_is_asked_first(plugins, tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": "# T\n"})
    with pytest.raises(UsageError, match="needs a harness"):
        run_pipeline(module, parse_pipeline("loses,shout"), PassContext())


@pytest.mark.parametrize(("name", "why"), [("gone", "AttributeError"), ("raises", "KeyError: 'of the plugin'")])
def test_a_plugin_that_fails_is_named(plugins, tmp_path, name, why):
    module = module_of(tmp_path / "s", {"SKILL.md": "# T\n"})
    with pytest.raises(MachineError, match=f"the plugin `{name}` .* cannot be used: {why}"):
        run_pipeline(module, parse_pipeline(name), PassContext())


def test_a_pass_that_breaks_a_promise_is_stopped(plugins, tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": "# T\n"})
    with pytest.raises(VerifyError, match="after `loses`"):
        run_pipeline(module, parse_pipeline("loses"), PassContext())
