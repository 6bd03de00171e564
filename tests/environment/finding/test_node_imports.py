from skillrt.environment.finding.node_imports import sightings
from tests.sightings import seen


def test_scripts_use_and_blocks_show(tmp_path):
    files = {
        "SKILL.md": '# A\n\n```ts\nimport { z } from "zod"; // ✓\nimport fs from "fs"\n```\n',
        "run.mjs": 'import chalk from "chalk/x"\nconst a = require("@scope/name")\n'
        'try { require("fast") } catch {}\n',
    }
    found = [(item.name, item.place, item.manner, item.module) for item in seen(sightings, tmp_path, files)]
    assert found == [
        ("zod", "main", "example", "zod"),
        ("chalk", "script", "use", "chalk/x"),
        ("@scope/name", "script", "use", "@scope/name"),
        ("fast", "script", "guarded", "fast"),
    ]


def test_types_are_for_the_compiler_only(tmp_path):
    (found,) = seen(sightings, tmp_path, {"SKILL.md": "# A\n", "run.ts": 'import type { A } from "estree"\n'})
    assert found.manner == "optional"


def test_what_the_skill_is_for_is_used(tmp_path):
    code = "```ts\nimport { create } from 'zustand'\nimport 'left-pad'\n```\n"
    text = f"---\nname: zustand-kit\ndescription: b\n---\n\n{code}"
    found = [(item.name, item.manner) for item in seen(sightings, tmp_path, {"SKILL.md": text})]
    assert found == [("zustand", "use"), ("left-pad", "example")]
