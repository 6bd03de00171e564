from pathlib import Path

import pytest

from tests.contracts.locking import facts_of, named, skill

TABLE = """## Environment variables

| Feature | Variable | Default |
|---|---|---|
| A | `FIRST_API_KEY` + `FIRST_SECRET` | set it |
| B | `SOME_WORD` | low |
"""
LIST = """Environment variables:

- `FLOW_HOST`: the host
- `FLOW_PORT` (default 80)
- **FLOW_USERNAME**: the name
- PATH is yours
"""
SETTINGS = """Put this into `.env`:

```env
FLOW_API_KEY=...
# FLOW_MODE=fast
```
"""


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (TABLE, ["FIRST_API_KEY", "FIRST_SECRET", "SOME_WORD"]),
        (LIST, ["FLOW_HOST", "FLOW_PORT", "FLOW_USERNAME"]),
        (SETTINGS, ["FLOW_API_KEY", "FLOW_MODE"]),
        ("| Level | Meaning |\n|---|---|\n| `VERY_HIGH` | bad |\n| `VERY_LOW` | good |\n", []),
    ],
)
def test_all_of_one_table_list_or_sample_or_none(tmp_path: Path, body: str, names: list[str]):
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "variable") == names
