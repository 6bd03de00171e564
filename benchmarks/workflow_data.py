"""Made-up inputs for the workflows of benchmarks/workflows: the same bytes each time, enough of them to take time."""

import csv
import json
import random
import subprocess
from pathlib import Path


def make_data(name: str, project: Path) -> None:
    """The project of an example skill's user, in a new folder."""
    project.mkdir(parents=True)
    {"backup-drill": backups, "csv-survey": tables, "i18n-audit": catalogues}[name](project)


def backups(project: Path) -> None:
    """Three folders with files, an archive and a manifest of each."""
    draw = random.Random(1)
    for name in ("documents", "mail", "photos"):
        folder = project / "live" / name
        folder.mkdir(parents=True)
        for number in range(12):
            (folder / f"{number:03}.bin").write_bytes(draw.randbytes(2_000_000))
    for path in ("backups", "drill"):
        (project / path).mkdir()
    for name in ("documents", "mail", "photos"):
        subprocess.run(["tar", "-czf", f"backups/{name}.tar.gz", "-C", "live", name], cwd=project, check=True)


def tables(project: Path) -> None:
    """Four exports with the same columns, customers, and three questions."""
    draw = random.Random(2)
    for path in ("exports/tables", "work/profiles", "work/questions"):
        (project / path).mkdir(parents=True)
    for quarter in range(1, 5):
        with (project / "exports" / f"q{quarter}.csv").open("w", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(["order_id", "customer_id", "region", "booked_on", "amount"])
            for number in range(25_000):
                day = f"2024-{quarter * 3 - draw.randrange(3):02}-{draw.randrange(1, 29):02}"
                region = draw.choice(["north", "south", "east", "west"])
                rows.writerow(
                    [quarter * 100_000 + number, draw.randrange(500), region, day, f"{draw.random() * 900:.2f}"]
                )
    with (project / "exports" / "tables" / "customers.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["customer_id", "segment"])
        rows.writerows([number, draw.choice(["new", "old"])] for number in range(500))
    for key in ("region", "booked_on", "customer_id"):
        text = f"SELECT {key}, count(*) AS orders, round(sum(amount), 2) AS total FROM t_all_orders GROUP BY {key};\n"
        (project / "work" / "questions" / f"{key}.sql").write_text(text)


def catalogues(project: Path) -> None:
    """Six languages with some messages missing, and source files that use most of them."""
    draw = random.Random(3)
    (project / "locales").mkdir()
    (project / "src").mkdir()
    names = [f"page{number // 50}.message{number}" for number in range(4_000)]
    for locale in ("en", "de", "fr", "es", "it", "pl"):
        kept = [name for name in names if locale == "en" or draw.random() > 0.02]
        texts = {name: f"{locale} {name} {{count}}" for name in kept}
        (project / "locales" / f"{locale}.json").write_text(json.dumps(texts, indent=1))
    for number in range(200):
        used = draw.sample(names, 40)
        (project / "src" / f"part{number}.js").write_text("".join(f't("{name}");\n' for name in used))
