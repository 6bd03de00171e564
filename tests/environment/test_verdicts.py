from skillrt.environment.sighting import Sighting
from skillrt.environment.verdicts import dependency_of
from skillrt.errors import Span


def seen(file="SKILL.md", line=1, place="main", manner="use", **more):
    return Sighting("python", "rich", Span(file, line, line + 4, line, line), place, manner, "import", **more)


def test_one_plain_use_in_the_skill_or_a_program_makes_it_required():
    found = dependency_of([seen(manner="optional"), seen("scripts/a.py", 3, "script", module="rich")])
    assert found.required
    assert found.span.file == "scripts/a.py"
    assert found.modules == ("rich",)
    assert [span.file for span in found.evidence] == ["scripts/a.py", "SKILL.md"]


def test_what_only_a_document_uses_is_optional():
    found = dependency_of([seen("references/x.md", 2, "document")])
    assert not found.required
    assert found.why == "only in a document that is read on demand"


def test_the_manner_says_why_it_is_optional():
    assert dependency_of([seen(manner="alternative")]).why == "one of several ways"
    caught = seen("a.py", 1, "script", "spared")
    assert dependency_of([caught]).why == "a program goes on without it"
    # another call of it is not caught
    assert dependency_of([caught, seen("a.py", 9, "script")]).required


def test_a_required_need_says_where_and_how():
    assert dependency_of([seen()]).why == "used in the instructions (import)"
    assert dependency_of([seen(place="script", manner="install")]).why == "installed in a bundled program (import)"


def test_a_program_that_tests_for_it_does_without():
    found = dependency_of([seen("a.sh", 1, "script", "guarded"), seen("a.sh", 2, "script")])
    assert not found.required
    assert found.why == "used only where it is there"
    assert dependency_of([seen("a.sh", 1, "script", "guarded"), seen("b.sh", 2, "script")]).required


def test_a_tag_speaks_for_no_command_that_fetches_without():
    span = Span("SKILL.md", 1, 5, 1, 1)
    tagged = Sighting("node", "tool", span, "main", "install", "npx", version="next")
    assert dependency_of([tagged]).version == "next"
    plain = Sighting("node", "tool", span, "main", "install", "npx")
    assert dependency_of([tagged, plain]).version == ""
    assert (
        dependency_of([plain, Sighting("node", "tool", span, "main", "install", "npx", version="2")]).version == "2"
    )


def test_a_message_about_what_is_missing_is_no_test():
    told, used = seen("a.py", 4, "script", "told"), seen("a.py", 2, "script")
    assert dependency_of([told, used]).required
    alone = dependency_of([told])
    assert (alone.required, alone.why) == (False, "only named in a message of a program")


def test_what_a_program_tests_for_is_no_matter_of_documents():
    found = dependency_of([seen("a.py", 1, "script"), seen("a.py", 2, "script", "guarded")])
    assert (found.required, found.why) == (False, "used only where it is there")
