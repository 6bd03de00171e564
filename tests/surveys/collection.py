"""A small collection of skills that have something of everything that a survey counts."""

from pathlib import Path

from tests.skills import write_skill

STEPS = """# Charts

Draw a chart of a CSV file.

## Workflow

1. Read the file `data.csv` and check its columns.
2. Draw the chart with matplotlib.
3. Save it as `chart.png`.

```python
import matplotlib.pyplot as plt
import pandas as pd

frame = pd.read_csv("data.csv")
frame.plot()
plt.savefig("chart.png")
```

See [more](missing.md). Ask with the AskUserQuestion tool.
"""


def collection(folder: Path, count: int = 3) -> Path:
    """`count` skills: every third has steps and code, every third a program, every third cannot be read."""
    for number in range(count):
        skill = folder / f"skill-{number:03}"
        if number % 3 == 0:
            write_skill(skill, {"SKILL.md": f"{STEPS}\nNumber {number}.\n"})
        elif number % 3 == 1:
            program = "import requests\nprint(requests.get('http://x.example').text)\n"
            write_skill(skill, {"SKILL.md": f"# T {number}\n\nRun `scripts/get.py`.\n", "scripts/get.py": program})
        else:
            write_skill(skill, {"SKILL.md": b"---\nname: [\n---\n# T\n"})
    return folder
