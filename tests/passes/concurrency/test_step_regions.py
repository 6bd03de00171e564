from skillrt.passes.concurrency.step_regions import regions_of_steps
from tests.passes.concurrency.sample import graph, works


def regions(*titles: str):
    text = "# T\n\n## Phases\n\n" + "".join(
        f"### Phase {n}: {title}\n\nLook.\n\n" for n, title in enumerate(titles, 1)
    )
    return [(item.kind, item.steps, item.span.line) for item in regions_of_steps(works(text), graph(text))]


def test_steps_that_examine_things_of_their_own():
    titles = ("Reconnaissance", "Header testing", "Form testing", "Session testing", "Report")
    assert regions(*titles) == [("thread", ("s2", "s3", "s4"), 9)]


def test_stages_of_one_examination_are_none():
    assert regions("Initial review", "Detailed review", "Final review") == []
    assert regions("Audit preparation", "Audit execution", "Audit report") == []
    # to configure three things is no examination, and they may be parts of one file
    assert regions("Configure triggers", "Configure rights", "Configure languages") == []


def test_edits_of_files_that_the_titles_name():
    assert regions("Scan", "Update pom.xml", "Update web.xml", "End") == [("instruction", ("s2", "s3"), 9)]
    assert regions("Update pom.xml", "Update pom.xml", "End") == []
    assert regions("Update pom.xml", "Check web.xml", "End") == []


def test_commands_of_several_steps_that_only_look():
    blocks = (f"### Step {at}: Part\n\n```sh\n{code}\n```\n\n" for at, code in enumerate(("ls a", "ls b", "make"), 1))
    text = "# T\n\n## Steps\n\n" + "".join(blocks)
    (region,) = regions_of_steps(works(text), graph(text))
    assert (region.kind, region.steps, region.span.line, region.span.end_line) == ("instruction", ("s1", "s2"), 7, 15)
