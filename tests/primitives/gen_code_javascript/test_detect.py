from tests.primitives.asking import asked, level

NAME = "gen.code.javascript"
BLOCK = """# S

```typescript
{first}
export interface Row {{
  name: string;
  size: number;
}}
export function largest(rows: Row[]): Row {{
  return rows.reduce((a, b) => (a.size > b.size ? a : b));
}}
```
"""


def test_levels_follow_the_code(tmp_path):
    assert level(tmp_path / "1", NAME, BLOCK.format(first="const limit = 3;")) == "L1"
    assert level(tmp_path / "2", NAME, BLOCK.format(first='import { readFileSync } from "node:fs";')) == "L2"
    found = asked(tmp_path / "3", NAME, BLOCK.format(first='const rows = await load("rows");'))
    assert found is not None
    assert (found.level, found.reason) == ("L3", "writes JavaScript or TypeScript (1 block)")


def test_a_generic_type_is_no_component(tmp_path):
    assert level(tmp_path, NAME, BLOCK.format(first="type Later = Box<Row>;")) == "L1"


def test_a_component_of_a_framework_is_l3(tmp_path):
    page = "<template>\n" + "  <p>{{ name }}</p>\n" * 9 + "</template>\n"
    text = f"# S\n\n```vue\n{page}```\n"
    assert level(tmp_path, NAME, text) == "L3"


def test_a_second_language_in_a_reference_illustrates(tmp_path):
    python = "```python\n" + "print(1)\n" * 60 + "```\n"
    script = "```javascript\n" + "console.log(1);\n" * 20 + "```\n"
    assert level(tmp_path, NAME, "# S\n\nSee references/more.md.\n", references__more_md=f"{python}\n{script}") == "-"


def test_naming_technologies_asks_for_none(tmp_path):
    text = "# S\n\n- Frontend: React, Vue\n- Types: TypeScript\n- Build: Vite\n- Style: Tailwind\n- Data: Prisma\n"
    assert level(tmp_path, NAME, text) == "-"
