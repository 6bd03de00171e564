"""Make the front matter valid where that changes nothing that the author meant; each change is a recorded edit."""

from collections.abc import Iterator

from skillrt.backends.plain_yaml import block_style
from skillrt.errors import Diagnostic, InputError
from skillrt.ir import Block, Module, TextEdit, replace_blocks, rewrite
from skillrt.verify.names import is_valid_name, slug

STEP = "skill-folder"
_INSERTED_AT_FENCE = "\n"


def legal(module: Module, *, fix_names: bool = False) -> Module:
    """The module with a front matter that strict readers accept: values quoted where YAML needs it, no BOM.

    With `fix_names`, a missing or invalid name becomes the nearest valid one; raises InputError where there is none.
    """
    changed: dict[str, Block] = {}
    block = module.front_matter_block
    if block is None:
        return module
    mark = module.documents[0].blocks[0]
    if mark.id != block.id and mark.text == "\ufeff":
        reason = "readers that look for `---` in the first bytes do not see the front matter behind a byte-order mark"
        changed[mark.id] = rewrite(mark, STEP, [TextEdit(0, 1, "", "byte-order-mark", reason)])
    if module.front_matter.mended:
        changed[block.id] = rewrite(block, STEP, list(_quoted(block.text, module.front_matter.mended)))
    module = replace_blocks(module, changed)
    return _with_valid_name(module) if fix_names else module


def without_brackets(module: Module) -> Module:
    """The module with lists and maps of its front matter written one entry a line, as strict readers want them."""
    block = module.front_matter_block
    if block is None:
        return module
    edits = block_style(block.text, module.front_matter)
    return replace_blocks(module, {block.id: rewrite(block, STEP, edits)}) if edits else module


def _quoted(text: str, mended: str) -> Iterator[TextEdit]:
    """One edit for each line that only quotes make readable."""
    position = 0
    for old, new in zip(text.split("\n"), mended.split("\n"), strict=True):
        if old != new:
            same = next(index for index, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1])
            reason = "YAML cannot read the value without quotes"
            yield TextEdit(position + same, position + len(old), new[same:], "quote-value", reason)
        position += len(old) + 1


def _with_valid_name(module: Module) -> Module:
    block = module.front_matter_block
    entry = module.front_matter.entry("name")
    value = entry.value if entry else None
    if block is None or (isinstance(value, str) and is_valid_name(value)):
        return module
    name = slug(value if isinstance(value, str) else "") or slug(module.folder)
    if not name:
        message = f"neither the name nor the folder `{module.folder[:80]}` holds a letter or digit to make a name of"
        raise InputError(Diagnostic.of("spec.name-invalid", message))
    if entry:
        # an empty value stands directly behind its colon
        start = max(entry.value_start, block.text.find(":", entry.start) + 1)
        written = block.text[start : max(start, entry.value_end)]
        end = start + len(written.rstrip())
        new = name if block.text[start - 1 : start] == " " else f" {name}"
        edit = TextEdit(start, end, new, "fix-name", "the name breaks the rules of the specification")
    else:
        fence = block.text.find(_INSERTED_AT_FENCE) + 1
        line_end = "\r\n" if block.text[:fence].endswith("\r\n") else "\n"
        reason = "the specification requires a name"
        edit = TextEdit(fence, fence, f"name: {name}{line_end}", "fix-name", reason)
    return replace_blocks(module, {block.id: rewrite(block, STEP, [edit])})
