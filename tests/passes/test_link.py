"""The pass as a whole: what it must find, what it must not cry wolf about, what it mends and marks."""

import pytest

from skillrt.ir import Anchor, CallSite, Reference
from skillrt.passes.base import PassContext
from skillrt.passes.link import Link
from tests.passes.linked import FILES, found, linked, module

MUST_FIND = [
    ("[guide](references/missing.md)", "link.broken-link"),
    ("![chart](assets/chart.png)", "link.broken-link"),
    ("[examples](examples/)", "link.broken-link"),
    ('<img src="assets/none.png" width="10">', "link.broken-link"),
    ("Load `references/terms.md` for the details.", "link.missing-file"),
    ("- **references/terms.md**: the other things", "link.missing-file"),
    ("Run scripts/convert.py on each file.", "link.missing-file"),
    ("See FAQ.md for more.", "link.missing-file"),
    ("詳細: `docs/specification.md`を参照。", "link.missing-file"),
    ("Edit `config.json` to customise:", "link.missing-file"),
    ("编辑 `config.json` 以自定义：", "link.missing-file"),
    ("README.md / README.zh.md contain what people need to install it.", "link.missing-file"),
    ("## references/\n\n- `guide.md`: this\n- `names.md`: that\n", "link.missing-file"),
    ("Templates in `assets/`:\n\n- **`letter.html`** - a letter\n", "link.missing-file"),
    ("```bash\npython scripts/convert.py in.pdf\n```", "link.missing-script"),
    ("Run `bash scripts/none.sh --all` first.", "link.missing-script"),
    ("```bash\npython3 {baseDir}/scripts/none.py\n```", "link.missing-script"),
    ("```bash\nbash ~/.claude/skills/sample/scripts/none.sh\n```", "link.missing-script"),
    ('```json\n{"command": "~/.claude/skills/sample/hook.sh"}\n```', "link.missing-file"),
    ("```\nsample/\n├── SKILL.md\n├── forms.md\n└── scripts/\n    └── upload.py\n```", "link.missing-file"),
    ("Read FORMS.md and follow it.", "link.wrong-case"),
    ("[guide](references/Guide.md)", "link.wrong-case"),
    ("Run `python scripts/extract in.pdf`.", "link.missing-suffix"),
    ("```bash\npython skills/sample/scripts/extract.py in.pdf\n```", "link.wrong-folder"),
    ("Read `skills/sample/forms.md` first.", "link.wrong-folder"),
    ("```bash\npython sample/scripts/extract.py in.pdf\n```", "link.wrong-folder"),
    ("[guide](guide.md)", "link.wrong-folder"),
    ("[other](../other/SKILL.md)", "link.outside-skill"),
    ("```bash\npython scripts/extract.py in.pdf --fast\n```", "call.unknown-option"),
    ("```bash\n./scripts/run.sh\n```", "call.not-executable"),
    ("```bash\npython scripts/run.sh\n```", "call.wrong-interpreter"),
]

MUST_NOT_CRY_WOLF = [
    "[site](https://example.com/a.md) and https://example.com/references/x.md?a=b/c.md",
    "[mail](mailto:a@b.com), [here](#section), [top](/docs/x.md)",
    "Save the result to `references/out.md`.",
    "Write `scripts/new.py` with the steps.",
    "Create assets/logo.png if there is none.",
    "The report goes to output/report.md and `dist/app.js`.",
    "Put the images in `assets/img-*.png`, one for each `references/<topic>.md`.",
    "For example `references/finance.md` or `references/legal.md`.",
    "Files such as references/a_thing.md may be there.",
    "Look at package.json, README.md and src/index.ts of the project.",
    "Check whether `docs/adr/` has an entry; read `tsconfig.json`.",
    "Call `response.json()` and `self.model.py` of Node.js or Next.js, see Three.js.",
    "Use application/json, and/or text/html, 24/7, CI/CD, TCP/IP v1.2/v1.3.",
    "Import `@scope/package/lib.js` from `lodash/fp`.",
    "Config is in ~/.config/tool/config.yml and /etc/hosts.conf.",
    "Set `$HOME/scripts/x.py` or %APPDATA%/scripts/x.py aside.",
    "```bash\ncd my-project && python scripts/train_all.py\n```",
    "```bash\ngit clone https://host/x/y && cd y\n```\n\n```bash\nbash scripts/build_all.sh\n```",
    "```bash\npython app.py && ./deploy.sh && node server.js\n```",
    "```bash\npython scripts/extract.py assets/in.pdf > references/log.md\n```",
    "```bash\nmkdir -p references && touch references/notes.md\n```",
    "```python\nopen('references/x.md'); import scripts.x\n```",
    "```\nproject/\n├── README.md\n├── scripts/\n│   └── deploy.sh\n└── references/\n    └── x.md\n```",
    "```yaml\n# references/values.yaml\na: 1\n```\n\nThe file `references/values.yaml` then holds it.",
    'Tell the user: "done, see summary-notes.md for the rest".',
    "Do not create references/README.md; there is no `scripts/helper.py`.",
    "The `other-skill`'s `references/model.md` has the names.",
    "See the guide (`references/guide.md`), `references/api/errors.md`, `./forms.md`, forms.md.",
    "The guide.md and `errors.md` files tell more.",
    "`scripts/`, `references/`, `references/api` and `assets/report.html` are there.",
    "```bash\ncd references\ncat guide.md\n```",
    "```bash\npython3 {baseDir}/scripts/extract.py x\n```\n\n`${CLAUDE_SKILL_DIR}/forms.md`",
    "```bash\nbash ~/.claude/skills/sample/scripts/run.sh\n```",
    "```bash\nbash skills/other/scripts/x.sh\n```",
    "Results are kept in `~/.claude/skills/sample/results.json`.",
    "`references/file.md:12` and references/guide.md:3-9",
    "Windows: `python scripts\\extract.py in.pdf`",
    "Edit `tsconfig.json` to customise the build, or `settings.json`.",
]


@pytest.mark.parametrize(("text", "code"), MUST_FIND)
def test_finds(text: str, code: str):
    assert code in found(text)


@pytest.mark.parametrize("text", MUST_NOT_CRY_WOLF)
def test_does_not_cry_wolf(text: str):
    assert found(text) == []


def test_a_skill_about_skills_may_show_files_of_others():
    text = "The tables are in `references/tables.md`, and `scripts/rotate.py` turns pages."
    assert found(text, name="skill-maker") == []
    assert found(text) == ["link.missing-file", "link.missing-file"]


def test_a_template_speaks_of_the_place_that_it_is_copied_to():
    text = "See CHECKLIST.md and `references/terms.md`."
    assert found(text, document="templates/letter.md") == []
    assert found(text, document="references/letter.md") != []


def test_another_skill_of_the_tree_resolves():
    ctx = PassContext(
        siblings={"other": frozenset({"SKILL.md"})}, tree=frozenset({"lib/sample/deep/SKILL.md"}), place="lib/sample"
    )
    text = "[a](../other/SKILL.md) [b](deep/SKILL.md) [c](../third/SKILL.md)"
    assert found(text, ctx=ctx) == ["link.outside-skill"]
    facts = [item for item in linked(text, ctx=ctx).facts if isinstance(item, Reference)]
    assert [item.status for item in facts] == ["resolved", "resolved", "outside-skill"]


def test_what_is_mended_is_rewritten_and_fixed_in_the_source():
    text = "Read FORMS.md, `skills/sample/forms.md` and [the guide](Guide.md#part).\n"
    after = linked(text)
    document = after.documents[0].text
    assert document.endswith("Read forms.md, `forms.md` and [the guide](references/guide.md#part).\n")
    source = module(text).documents[0].data
    for item in after.diagnostics:
        for edit in item.fix.edits if item.fix else ():
            assert source[edit.start : edit.end].decode() in text
            assert edit.new.partition("#")[0] in after.paths


def test_one_diagnostic_tells_of_every_line_and_its_fix_mends_all():
    after = linked("Read FORMS.md.\n\nThen FORMS.md again.\n")
    assert [item.code for item in after.diagnostics] == ["link.wrong-case"]
    problem = after.diagnostics[0]
    assert "also on line" in problem.message
    assert problem.fix is not None
    assert len(problem.fix.edits) == 2


def test_scripts_are_never_rewritten():
    files = {
        **FILES,
        "scripts/main.py": "import os\nfrom .lost import x\nopen(os.path.dirname(__file__) + '/Run.sh')\n",
    }
    after = linked("Text.\n", files)
    assert "link.missing-module" in [item.code for item in after.diagnostics]
    assert after.files == module("Text.\n", files).files


def test_anchors_and_call_sites():
    after = linked(
        "```bash\npython scripts/extract.py in.pdf\nbash {baseDir}/scripts/run.sh\n```\n\nRun `scripts/run.sh`.\n"
    )
    anchors = [(item.written, item.path) for item in after.facts if isinstance(item, Anchor)]
    assert anchors == [
        ("scripts/extract.py", "scripts/extract.py"),
        ("{baseDir}/scripts/run.sh", "scripts/run.sh"),
        ("scripts/run.sh", "scripts/run.sh"),
    ]
    calls = [(item.script, item.checked) for item in after.facts if isinstance(item, CallSite)]
    assert calls == [("scripts/extract.py", True), ("scripts/run.sh", False)]


def test_an_anchor_of_a_mended_path_says_what_is_written_now():
    after = linked("```bash\npython skills/sample/scripts/extract.py in.pdf\n```\n")
    anchors = [item for item in after.facts if isinstance(item, Anchor)]
    assert [(item.written, item.path) for item in anchors] == [("scripts/extract.py", "scripts/extract.py")]
    assert "python scripts/extract.py in.pdf" in after.documents[0].text


def test_it_is_a_pass_of_the_table():
    assert Link.name == "link"
    assert Link() == Link()
