import hashlib

import msgspec

from skillrt.errors import Diagnostic, Span
from skillrt.ir import BundledFile, Reference, WrittenFor, with_text
from tests.skills import module_of


def test_a_module_knows_its_parts(tmp_path):
    module = module_of(tmp_path / "tool", {"SKILL.md": "# Tool\n", "ref/a.md": "x\n", "scripts/a.py": "print(1)\n"})
    assert module.name == module.folder == "tool"
    assert module.paths == {"SKILL.md", "ref/a.md", "scripts/a.py"}
    assert module.documents[0].path == "SKILL.md"
    assert module.document("ref/a.md").text == "x\n"
    script = module.file("scripts/a.py")
    assert (script.kind, script.language, script.text) == ("script", "python", "print(1)\n")
    assert module.document("nope.md") is None
    assert module.file("nope") is None
    assert module.blocks[module.front_matter_block.id].kind == "front-matter"


def test_the_name_falls_back_to_the_folder(tmp_path):
    assert module_of(tmp_path / "odd", {"SKILL.md": "---\nname: [1]\n---\n"}).name == "odd"


def test_digest_covers_everything(tmp_path):
    module = module_of(tmp_path / "tool", {"SKILL.md": "# Tool\n"})
    reference = Reference(
        blocks=(), span=Span("SKILL.md", 0, 1, 1, 1), ref="a", target=None, status="missing", via="prose"
    )
    others = [
        module.with_facts(reference),
        module.with_diagnostics(Diagnostic.of("text.bom", "x")),
        msgspec.structs.replace(module, folder="other"),
    ]
    assert len({module.digest, *(item.digest for item in others)}) == 4
    assert module.digest == module_of(tmp_path / "tool", {}).digest


def test_adding_nothing_changes_nothing(tmp_path):
    module = module_of(tmp_path / "tool", {"SKILL.md": "# Tool\n"})
    assert module.with_facts() is module
    assert module.with_diagnostics() is module


def test_bytes_that_are_not_utf8_survive(tmp_path):
    data = b"---\nname: tool\ndescription: d\n---\n\xff caf\xe9 `x`\n"
    module = module_of(tmp_path / "tool", {"SKILL.md": data})
    assert module.documents[0].data == data
    assert module.digest


def test_what_was_worked_out_of_the_documents_stays_with_new_facts_and_goes_with_new_documents(tmp_path):
    module = module_of(tmp_path / "tool", {"SKILL.md": "- one\n\n  two\n"})
    blocks, document = module.blocks, module.documents[0]
    more = module.with_diagnostics(Diagnostic.of("text.bom", "x"))
    assert more.blocks is blocks
    assert [block.kind for block in document.walk()][:2] == ["front-matter", "list"]
    assert "".join(block.text for block in document.leaves()) == document.text
    other = msgspec.structs.replace(more, documents=(msgspec.structs.replace(document, blocks=()),))
    assert other.blocks == {}
    assert other.documents[0].text == ""


def test_a_memo_is_of_one_module_only(tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": "# T\n"})
    module.memo["x"] = 1
    fact = WrittenFor(blocks=(), span=Span("SKILL.md", 0, 0, 1, 1), harness="pi", guessed=True)
    assert "x" not in module.with_facts(fact).memo


def test_a_file_with_another_text_has_its_size_and_digest():
    made = with_text(BundledFile("a.py", "script", 0, "", executable=True), "é\n")
    assert (made.text, made.size, made.executable) == ("é\n", 3, True)
    assert made.digest == hashlib.sha256("é\n".encode()).hexdigest()
