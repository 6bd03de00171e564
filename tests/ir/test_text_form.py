import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.errors import Diagnostic, InputError, Place, Span
from skillrt.frontend.markdown import parse
from skillrt.ir import Document, Elimination, HarnessUse, Module, TextEdit, replace_blocks, rewrite
from skillrt.ir.text_form import parse_module, print_module
from tests.skills import module_of


def test_a_whole_skill_round_trips(tmp_path):
    module = module_of(
        tmp_path / "tool",
        {
            "SKILL.md": b"---\nname: tool\ndescription: d\n---\r\n# T\n\n- [ ] a `b`\n  ```sh\n  ls\n  ```\n\n\xfe\n",
            "a b.md": "> quote [x](y)\n",
            "scripts/run.sh": "#!/bin/sh\necho hi\n",
            "logo.png": b"\x89PNG\0",
        },
        ("scripts/run.sh",),
    )
    block = next(item for item in module.documents[0].leaves() if item.kind == "heading")
    changed = replace_blocks(module, {block.id: rewrite(block, "p", [TextEdit(2, 3, "U", "rule", "why")])})
    span = Span("SKILL.md", 0, 1, 1, 1)
    full = msgspec.structs.replace(
        changed.with_facts(HarnessUse(blocks=(block.id,), span=span, what="Read", kind="tool")).with_diagnostics(
            Diagnostic.of("text.bom", "words", Place("SKILL.md", 1))
        ),
        eliminations=(Elimination("p", "r", "why", "x", "old", span),),
    )
    text = print_module(full)
    assert parse_module(text) == full
    assert print_module(parse_module(text)) == text
    assert text.isascii()


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
def test_any_text_round_trips(text):
    data = text.encode("utf-8", "surrogatepass")
    module = Module("m", "sha256:0", (Document("a.md", parse("a.md", data, front_matter=True).blocks),), ())
    assert parse_module(print_module(module)) == module


@given(st.text(max_size=200))
def test_any_input_is_read_or_refused(text):
    with pytest.raises(InputError):
        parse_module(text)


HEAD = 'skir 1\nmodule "m" "sha256:0"\n'


@given(
    st.lists(
        st.sampled_from(
            [
                'document "a.md" {',
                "}",
                "list %l @1-1 [0:1] {",
                '  "x"',
                "paragraph %p @1-1 [0:1]",
                "paragraph %p @1-1 [0:1] {}",
                'fact {"fact": "anchor"}',
                "",
                "heading %h @1-x [0:1]",
            ]
        ),
        max_size=8,
    )
)
def test_mixed_lines_are_read_or_refused(lines):
    try:
        module = parse_module(HEAD + "\n".join(lines))
    except InputError as error:
        lines_named = {item.place.line for item in error.diagnostics}
    else:
        lines_named = {1}
        assert parse_module(print_module(module)) == module
    assert min(lines_named) >= 1


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("skir 9\n", "begins with", 1),
        (HEAD + "nonsense\n", "begins no part", 3),
        (HEAD + 'document "a.md"\n', "ends with", 3),
        (HEAD + 'document "a.md" {\nparagraph p @1-1 [0:1]\n}\n', "a block's line is", 4),
        (HEAD + 'document "a.md" {\nparagraph %p @1-1 [0:1] {"colour": 1}\n}\n', "no field `colour`", 4),
        (HEAD + 'document "a.md" {\nchapter %p @1-1 [0:1]\n}\n', "Invalid enum value", 4),
        (HEAD + 'document "a.md" {', "ends too early", 3),
        (HEAD + "fact {}\n", "missing required field", 3),
        (HEAD + "fact {\n", "not JSON", 3),
        (HEAD + f'fact {{"start": {"9" * 16}}}\n', "is not a number", 3),
        (HEAD + f'fact {{"start": -{"9" * 9999}}}\n', "is not a number", 3),
        (HEAD + 'fact {"fact": "\\ud800"}\n', "surrogates", 3),
        (HEAD + 'diagnostic {"code": "a.b", "severity": "\\ud800", "message": ""}\n', "surrogates", 3),
        (HEAD + 'document "a.md" {\n' + "list %l @1-1 [0:1] {\n" * 300, "nested deeper", 204),
    ],
)
def test_complaints_name_the_line(text, words, line):
    with pytest.raises(InputError) as caught:
        parse_module(text)
    (found,) = caught.value.diagnostics
    assert words in found.message
    assert found.place.line == line
