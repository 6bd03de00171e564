import msgspec

from skillrt.ir import BundledFile, Module, Origin, TextEdit, rewrite
from skillrt.passes.binding.spots import Spot, spots_of
from skillrt.reading.present import LOWERING
from tests.passes.binding.sample import skill

TEXT = """# T

Run `python a.py x`. The `python b.py x` is old; `alone` and `x = 1`.

```bash
one a
```

```python
two()
```

Never do this:

```sh
three a
```

Then list them.

> ```sh
> four a
> five b
> ```
"""


def shown(module: Module) -> list[str]:
    return [item.text for item in spots_of(module)]


def at_place(spot: Spot, whole: str) -> str:
    """What stands in the holder's text where the spot's text is said to stand."""
    return "".join(whole[spot.place(at)] for at in range(len(spot.text)))


def test_blocks_of_commands_and_code_spans_and_nothing_else():
    module = skill(TEXT, {})
    assert shown(module) == ["python a.py x", "python b.py x", "x = 1", "one a\n", "four a\nfive b\n"]
    told = {item.text: item.told for item in spots_of(module)}
    assert told["python a.py x"]
    assert not told["python b.py x"]
    assert told["one a\n"]


def test_a_sentence_may_leave_a_command_to_what_is_installed():
    lines = (
        ("If `a` is installed, use `a x`.", True),
        ("- Else, when a is on your PATH, run `a x`.", True),
        ("Where it is already available through b, run `a x`.", True),
        ("If a is not installed, run `a x`.", False),
        ("If b is installed, stop. Run `a x`.", False),
        ("- If b is installed, stop\n- Run `a x`", False),
        ("If the file is long, run `a x`.", False),
        ("If a is installed, see `a x`.", False),
    )
    for line, chosen in lines:
        found = next(item for item in spots_of(skill(f"# T\n\n{line}\n", {})) if item.text == "a x")
        assert found.chosen is chosen, line


def test_offsets_lead_back_into_the_block():
    module = skill(TEXT, {})
    for spot in spots_of(module):
        assert at_place(spot, module.blocks[spot.holder].text) == spot.text


def test_what_a_lowering_wrote_is_read_as_what_it_is():
    module = skill("- item\n\n  ```python\n  code()\n  ```\n", {})
    code = next(leaf for leaf in module.documents[0].leaves() if leaf.kind == "code")
    new = "Run `sh a.sh x`:\n\n  ```bash\n  b.sh y\n  c.sh z\n  ```\n"
    lowered = rewrite(code, LOWERING, [TextEdit(0, len(code.text), new, "r", "why")])
    document = msgspec.structs.replace(module.documents[0], blocks=_put(module.documents[0].blocks, lowered))
    module = msgspec.structs.replace(module, documents=(document,))
    assert shown(module) == ["sh a.sh x", "b.sh y\nc.sh z\n"]
    for spot in spots_of(module):
        assert spot.holder == code.id
        assert at_place(spot, new) == spot.text


def _put(blocks, lowered):
    return tuple(
        lowered if block.id == lowered.id else msgspec.structs.replace(block, children=_put(block.children, lowered))
        for block in blocks
    )


def test_documents_that_passes_made_are_read_licences_are_not():
    module = skill("# T\n", {"CHANGELOG.md": "```sh\nold a\n```\n", "more.md": "```sh\nnew a\n```\n"})
    text = "# M\n\n```sh\nmade a\n```\n"
    made = BundledFile("references/m.md", "data", 1, "", text=text, origin=Origin("shake", "r", "why"))
    module = msgspec.structs.replace(module, files=(*module.files, made))
    found = list(spots_of(module))
    assert [item.text for item in found] == ["new a\n", "made a\n"]
    assert found[1].holder == "references/m.md"
    assert at_place(found[1], text) == "made a\n"
