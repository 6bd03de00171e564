from tests.primitives.asking import asked, level

NAME = "tool.file.read"


def test_one_document_is_l1_a_choice_of_several_l2(tmp_path):
    found = asked(tmp_path / "1", NAME, "# S\n\nSee `references/a.md`.\n", references__a_md="# A\n")
    assert found is not None
    assert (found.level, found.reason) == ("L1", "reads 1 document of the skill")
    two = "# S\n\nSee `references/a.md` or `references/b.md`.\n"
    assert level(tmp_path / "2", NAME, two, references__a_md="# A\n", references__b_md="# B\n") == "L2"


def test_a_document_that_is_not_there_is_asked_for_all_the_same(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nRead [the playbook](resources/playbook.md) first.\n") == "L1"


def test_the_project_is_several_files(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nExplore the codebase before you propose anything.\n") == "L2"


def test_paging_is_l3(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nRead the log in chunks of 500 lines.\n") == "L3"


def test_other_skills_and_allowed_tools_ask_for_none(tmp_path):
    text = "# S\n\nRelated: [other](../other/SKILL.md). People read a lot.\n"
    assert level(tmp_path, NAME, text, "Says something.\nallowed-tools: Read, Grep") == "-"


def test_a_skill_about_code_reads_it(tmp_path):
    found = asked(tmp_path, NAME, "# S\n\nLook for repetition.\n", "Review changes of code.")
    assert found is not None
    assert found.level == "L2"
    assert found.evidence[-1].reason == "is about code or documents that are there"


def test_a_skill_about_code_with_one_document_of_its_own_stays_l1(tmp_path):
    text = "# S\n\nSee `references/a.md`.\n"
    assert level(tmp_path, NAME, text, "Review changes of code.", references__a_md="# A\n") == "L1"
