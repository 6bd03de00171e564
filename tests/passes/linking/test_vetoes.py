import pytest

from skillrt.passes.linking.claims import judge_missing
from skillrt.passes.linking.vetoes import UNMOVED, VETOES
from tests.growth import require_proportion
from tests.passes.linked import cases, found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("`references/YYYY-MM-DD.md`", "placeholder"),
        ("`references/{topic}.md`", "placeholder"),
        ("`scripts/your_script.py`", "placeholder"),
        ("`references/output/terms.md`", "elsewhere"),
        ("See docs.host.io/terms.md for more.", "elsewhere"),
        ("Save the words to `references/terms.md`.", "made"),
        ("`references/terms.md` (create it first)", "made"),
        ("Such as `references/terms.md`.", "supposed"),
        ("`references/terms.md` (optional)", "supposed"),
        ("See `ROADMAP.md`.", "foreign"),
        ("Use `src/tool/convert.sh` then.", "foreign-folder"),
        ("The `other-skill`'s `references/terms.md`", "of-another"),
        ("```bash\npytest -q\nbash scripts/check_all.sh\n```", "deployed"),
        ("git clone it.\n\nSee `docs/terms.md`.", "cloned"),
        ("`references/terms.yaml`:\n\n```yaml\n# references/terms.yaml\n```", "shown"),
    ],
)
def test_what_need_not_be_there(text: str, rule: str):
    verdicts = [judge_missing(case) for case in cases(text) if case.found.how == "none"]
    assert (False, rule) in [(verdict.defect, verdict.rule) for verdict in verdicts]


def test_a_template_is_a_model():
    verdict = judge_missing(cases("See TERMS.md.", document="templates/letter.md")[0])
    assert (verdict.defect, verdict.rule) == (False, "model")


def test_the_table_names_each_rule_once_and_says_why():
    names = [name for name, _ in VETOES]
    assert len(names) == len(set(names))
    assert all(rule.__doc__ for _, rule in VETOES)
    assert {veto for _, veto in UNMOVED} <= set(names)


def test_what_is_made_from_a_file_is_another_file():
    (verdict,) = [judge_missing(case) for case in cases("Copy the words from assets/letter.txt and fill them in.")]
    assert (verdict.defect, verdict.rule) == (True, "in-folder")


def test_a_program_that_the_text_builds_is_no_file_of_the_skill():
    text = "```bash\ngo build -o tool.sh ./cmd\n```\n\nRun `scripts/tool.sh`.\n"
    verdicts = [judge_missing(case) for case in cases(text) if case.mention.via == "code"]
    assert [(verdict.defect, verdict.rule) for verdict in verdicts] == [(False, "shown")]


def test_a_document_that_is_kept_as_it_was_is_a_model():
    verdict = judge_missing(cases("See TERMS.md.", document="references/guide-original.md")[0])
    assert (verdict.defect, verdict.rule) == (False, "model")


def test_the_install_script_of_what_is_installed():
    text = "## {0}\n\n```bash\n./helpers/install.sh\n./scripts/install.sh\n```\n"

    def verdicts(heading: str) -> list[bool]:
        found = cases(text.replace("{0}", heading), {"forms.md": "x"})
        return [judge_missing(case).defect for case in found if case.mention.path.startswith("./scripts")]

    assert verdicts("Installation") == [False]
    assert verdicts("Each day") == [True]


def test_a_change_log_tells_of_files_that_are_gone():
    verdicts = {
        name: judge_missing(cases("- `references/terms.md`: the words.", document=name)[0])
        for name in ("CHANGELOG.md", "NOTES.md")
    }
    assert (verdicts["CHANGELOG.md"].defect, verdicts["CHANGELOG.md"].rule) == (False, "told-of")
    assert verdicts["NOTES.md"].defect
    assert judge_missing(cases("[words](references/terms.md)", document="CHANGELOG.md")[0]).defect


@pytest.mark.parametrize("same", [False, True])
def test_a_long_text_is_not_read_again_for_each_file_that_is_missing(same: bool):
    def work(count: int) -> None:
        prose = "Words of prose that say nothing of any file. \n" * 20
        text = "".join(
            f"{prose}\n```bash\npython scripts/x{0 if same else number}.py\n```\n\n" for number in range(count)
        )
        assert len(found(text)) == (1 if same else count)

    require_proportion(work, 200)


def test_a_long_block_is_not_read_again_for_each_file_that_is_missing():
    def work(count: int) -> None:
        lines = (f"python scripts/x{number}.py --in data --out made --more words\n" for number in range(count))
        assert len(found(f"```bash\n{''.join(lines)}```\n")) == count

    require_proportion(work, 400)


def test_a_file_is_shown_wherever_the_text_has_its_name():
    for shown in ("ls > out/terms.yaml", "touch a.md my-terms.yaml", "acme -o terms.yaml"):
        case = cases(f"See `references/terms.yaml`.\n\nterms.yaml.\n\n```bash\n{shown}\n```\n")[0]
        assert dict(VETOES)["shown"](case), shown
    assert dict(VETOES)["shown"](cases("Run `bin/acme`.\n\n```bash\ncc x.c -o ./acme\n```\n")[0])
    assert not dict(VETOES)["shown"](cases("Run `bin/acme`.\n\n```bash\ncc x.c -o ./acme-x\n```\n")[0])
