from tests.primitives.lowered import drafts, gap_of, linked, taken

PARTS = """# Store

## State

```ts
// src/store.ts
import { create } from 'store'

export const store = create({
  user: null,
  theme: 'light',
})
```

## Page

- The page:

  ```tsx
  // src/page.tsx
  import { store } from './store'

  export function Page() {
    const theme = store.theme
    return <main>{theme}</main>
  }
  ```

## Types

```ts
// src/types.ts
export type User = {
  name: string
  mail: string
}
export type Theme = 'light'
```
"""


def test_shown_files_stay_and_can_be_made_by_a_command(tmp_path):
    module = linked(tmp_path, {"SKILL.md": PARTS})
    gap = gap_of(module, "tool.file.write", 2, "L3")
    draft = drafts(module, gap)["copy-shown-files"]
    text, files = taken(module, draft)
    assert [line for line in PARTS.split("\n") if line not in text] == []
    path = "references/skillrt/page-tsx.template"
    assert f"\n\n  To make this file: `sh scripts/skillrt/fill.sh {path} src/page.tsx` (`OLD=NEW`" in text
    assert files[path].startswith("// src/page.tsx\nimport { store }")
    assert (draft.kind, draft.to) == ("supports", 1)


def test_one_of_many_files_is_not_moved(tmp_path):
    """What is left asks for as much as before."""
    shown = 'Create `conf/app.json`:\n\n```json\n{\n  "a": 1,\n  "b": 2,\n  "c": 3,\n  "d": 4\n}\n```\n'
    more = "".join(f"\nWrite the part to `{name}.md`.\n" for name in ("one", "two", "three"))
    few = linked(tmp_path / "few", {"SKILL.md": f"# Files\n\n{shown}{more[: more.index('three') - 20]}"})
    assert "template-files" in drafts(few, gap_of(few, "tool.file.write", 2))
    many = linked(tmp_path / "many", {"SKILL.md": f"# Files\n\n{shown}{more}"})
    assert "template-files" not in drafts(many, gap_of(many, "tool.file.write", 2, "L3"))


def test_stretches_with_gaps_are_no_files(tmp_path):
    module = linked(
        tmp_path, {"SKILL.md": PARTS.replace("  user: null,", "  ...rest,").replace("    return", "    ...")}
    )
    assert "copy-shown-files" not in drafts(module, gap_of(module, "tool.file.write", 2, "L3", ("```",)))
