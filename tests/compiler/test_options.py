import pytest

from skillrt.compiler.options import CompileOptions, pipeline_of, read_level
from skillrt.errors import UsageError


@pytest.mark.parametrize("text", ["O0", "0", "-O0", "o0", " O0 "])
def test_levels(text: str):
    assert read_level(text) == "O0"


@pytest.mark.parametrize("text", ["O2", "3", "-O3"])
def test_levels_that_come_later(text: str):
    with pytest.raises(UsageError) as raised:
        read_level(text)
    assert raised.value.exit_status == 2
    assert raised.value.diagnostics[0].code == "compile.later-level"
    assert "not available yet" in str(raised.value)
    assert "-O0" in str(raised.value)


@pytest.mark.parametrize("text", ["O9", "fast", "", "--O0x"])
def test_levels_that_do_not_exist(text: str):
    with pytest.raises(UsageError) as raised:
        read_level(text)
    (item,) = raised.value.diagnostics
    assert item.code == "compile.unknown-level"
    assert "-O" in item.hint


def test_no_level_is_near_a_number():
    with pytest.raises(UsageError) as raised:
        read_level("O4")
    assert raised.value.diagnostics[0].hint.startswith("levels: ")


def test_the_pipeline_of_a_level():
    assert str(pipeline_of(CompileOptions(level="O0"))) == "link,retarget"
    assert str(pipeline_of(CompileOptions(level="O0", written_for="codex"))) == "link,retarget{from=codex}"
    strict = pipeline_of(CompileOptions(strict=True))
    assert str(strict) == str(pipeline_of(CompileOptions())).replace(
        "lower-capabilities", "lower-capabilities{strict=true}"
    )
    assert str(pipeline_of(CompileOptions(pipeline="link"))) == "link"
    assert str(pipeline_of(CompileOptions(pipeline="link", written_for="codex"))) == "link"
    given = CompileOptions(pipeline="retarget{from=pi}", written_for="codex")
    assert str(pipeline_of(given)) == "retarget{from=pi}"


def test_a_pipeline_that_cannot_be_read():
    with pytest.raises(UsageError):
        pipeline_of(CompileOptions(pipeline="link,retraget"))
