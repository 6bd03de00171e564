"""Do real skills bind, and do their programs then run?

    python benchmarks/bind_skills.py FOLDER LIST.tsv --data DIR [--tsv FILE]

Each row of the list is a skill (a path below FOLDER, else below this repository), a command of one of its bundled
programs, and the status and the words that it shall give. Each skill is compiled at -O1 into a temporary folder, and
bound with the data folder DIR (empty at first, if installing is to be timed), and again. Then the command is run
through the variant's launcher from a folder of made-up inputs: clean variables, a home of its own, no network where
the machine can take it away (`unshare`), and two minutes at most. In commands `{skill}` is the folder of the variant.
Indexes are reached by `bind` only. READ a program before you add it to the list: this runs it.
Prints a row a skill and a summary; `--tsv` writes the rows.
"""

import argparse
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
INPUTS = HERE / "bind-inputs"
TARGET = "openai/gpt-5.4@openclaw"
BIND_SECONDS = 300
RUN_SECONDS = 120
# what bind and programs get of the variables here: where things are, and how indexes are reached
KEPT = ("PATH", "LANG", "UV_", "npm_config_", "NPM_CONFIG_", "PIP_", "SSL_CERT", "NODE_EXTRA_CA", "HTTP", "http")
PACKAGES = ("python", "node")
GIF = bytes.fromhex("47494638396101000100800000ff0000ffffff2c00000000010001000002024401003b")
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True)
class Row:
    """What became of one skill; times in seconds, `again` and `first` empty where nothing was bound."""

    skill: str
    needs: str
    bound: str
    first: str
    again: str
    packages: str
    proven: str
    lock: str
    program: str
    ran: str
    why: str


def office(main: str, parts: dict[str, str]) -> bytes:
    """The smallest package of its kind: the relation to its main part, and parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        types = "".join(
            f'<Override PartName="/{name}" ContentType="{kind_of}"/>'
            for name, kind_of in TYPES.items()
            if name in parts
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        )
        archive.writestr("_rels/.rels", related("officeDocument", main))
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()


def related(kind: str, target: str) -> str:
    """One relation, with the id `r1`."""
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATED}/{kind}" Target="{target}"/></Relationships>'
    )


OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "xl/workbook.xml": f"{OFFICE}.spreadsheetml.sheet.main+xml",
    "xl/worksheets/sheet1.xml": f"{OFFICE}.spreadsheetml.worksheet+xml",
    "ppt/presentation.xml": f"{OFFICE}.presentationml.presentation.main+xml",
    "ppt/slides/slide1.xml": f"{OFFICE}.presentationml.slide+xml",
}


def workbook() -> bytes:
    """One sheet with one cell."""
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>berth of the Wren</t></is></c></row>'
    names = '<sheets><sheet name="Boats" sheetId="1" r:id="r1"/></sheets>'
    return office(
        "xl/workbook.xml",
        {
            "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{RELATED}">{names}</workbook>',
            "xl/_rels/workbook.xml.rels": related("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEETS}"><sheetData>{cell}</sheetData></worksheet>',
        },
    )


def deck() -> bytes:
    """One slide with one text."""
    ids = '<p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst>'
    spaces = f'xmlns:p="{SLIDES}" xmlns:a="{DRAWING}" xmlns:r="{RELATED}"'
    text = "<p:sp><p:txBody><a:p><a:r><a:t>Tide tables</a:t></a:r></a:p></p:txBody></p:sp>"
    return office(
        "ppt/presentation.xml",
        {
            "ppt/presentation.xml": f"<p:presentation {spaces}>{ids}</p:presentation>",
            "ppt/_rels/presentation.xml.rels": related("slide", "slides/slide1.xml"),
            "ppt/slides/slide1.xml": f"<p:sld {spaces}><p:cSld><p:spTree>{text}</p:spTree></p:cSld></p:sld>",
        },
    )


def pdf() -> bytes:
    """One page with one line; no table of offsets, which readers rebuild."""
    stream = "BT /F1 18 Tf 40 100 Td (Berth four) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    text, places = "%PDF-1.4\n", list[int]()
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    text += f"xref\n0 {size}\n0000000000 65535 f \n{table}{end}"
    return text.encode("ascii")


def inputs(folder: Path) -> None:
    """The made-up inputs, each small."""
    shutil.copytree(INPUTS, folder)
    made = {"berth.pdf": pdf(), "dot.bin": GIF, "boats.xlsx": workbook(), "tides.pptx": deck()}
    for name, content in made.items():
        (folder / name).write_bytes(content)


def variables(home: Path, data: Path | None) -> dict[str, str]:
    """A clean set: no keys, a home of its own. For `bind` (with `data`) the caches of uv and npm stay."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
    if data is not None:
        return kept | {"HOME": os.environ["HOME"], "SKILLRT_DATA_DIR": str(data)}
    return kept | {"HOME": str(home)}


def skillrt(*words: str, data: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """One run of the tool."""
    command = [sys.executable, "-m", "skillrt", *words]
    env = variables(home, data)
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=BIND_SECONDS, check=False)


def without_network() -> list[str]:
    """What goes before a command so that it has no network, where this machine lets us."""
    wrapped = ["unshare", "--map-root-user", "--net", "--"]
    if (
        shutil.which("unshare")
        and subprocess.run([*wrapped, "true"], capture_output=True, check=False).returncode == 0
    ):
        return wrapped
    return []


def run(words: list[str], variant: Path, scratch: Path, data: Path) -> tuple[int, str, bool]:
    """Status and output of a program in the variant, and whether the launcher started it."""
    folder = scratch / "work"
    inputs(folder)
    launcher = variant / "scripts/skillrt/run"
    words = [word.replace("{skill}", str(variant)) for word in words]
    command = [*without_network(), *([str(launcher)] if launcher.exists() else []), *words]
    (scratch / "home").mkdir(exist_ok=True)
    env = variables(scratch / "home", None) | {"SKILLRT_DATA_DIR": str(data)}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=env,
            capture_output=True,
            timeout=RUN_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return 124, "took too long", launcher.exists()
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace"), launcher.exists()


def needs_of(rows: list[dict[str, str]]) -> str:
    """What of packages is required, by kind."""
    kinds = {kind: [row["name"] for row in rows if row["kind"] == kind and row["required"]] for kind in PACKAGES}
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items() if names) or "no packages"


def unbound(skill: str, needs: str, state: str, command: str, why: str) -> Row:
    """A skill of which nothing was bound."""
    return Row(skill, needs, state, "", "", "", "", "", command, "no", " ".join(why.split())[:400])


def share(rows: Iterable[dict[str, str]]) -> str:
    """How many of them are proven, of how many."""
    states = [row["state"] for row in rows]
    return f"{states.count('ok')} of {len(states)}"


def one(skill: str, source: Path, asked: tuple[str, str, str], data: Path, scratch: Path) -> Row:
    """One skill from its source to a run of its program."""
    command, status, expected = asked
    compiled = skillrt(
        *("compile", "-O1", "--fix-names", "--target", TARGET, "-o", str(scratch / "out"), str(source)),
        data=data,
        home=scratch,
    )
    variants = [path.parent for path in (scratch / "out").rglob("SKILL.md") if (path.parent / ".skillrt").is_dir()]
    if len(variants) != 1:
        return unbound(skill, "", "not compiled", command, compiled.stderr.partition("error: ")[2].partition("\n")[0])
    needs = needs_of(json.loads((variants[0] / ".skillrt/environment.json").read_bytes())["needs"])
    times: list[float] = []
    bound: dict[str, object] = {}
    for _ in range(2):
        begin = time.perf_counter()
        done = skillrt("bind", "--format", "json", str(variants[0]), data=data, home=scratch)
        times.append(time.perf_counter() - begin)
        try:
            bound = json.loads(done.stdout)["skills"][0]
        except (ValueError, LookupError):
            return unbound(skill, needs, "bind failed", command, done.stderr)
    if "rows" not in bound:
        said = [str(item.get("message")) for item in bound.get("diagnostics", []) if isinstance(item, dict)]
        return unbound(skill, needs, "refused", command, "; ".join(said))
    rows: list[dict[str, str]] = bound["rows"]  # type: ignore[assignment]
    required = [row for row in rows if row["required"]]
    open_ones = [
        f"{row['kind']} {row['name']}: {row['state']} {row['proof'] or row['todo']}".strip()
        for row in required
        if row["state"] in ("missing", "failed")
    ]
    notes = [str(item.get("message", item)) for item in bound.get("diagnostics", []) if isinstance(item, dict)]  # type: ignore[union-attr]
    code, output, launched = run(shlex.split(command), variants[0], scratch, data)
    fine = str(code) == status and expected in output
    how = "launcher" if launched else "no launcher: needs no package"
    ran = f"yes ({how}; {code})" if fine else f"no ({how}; {code}: {output.strip()[-160:]})"
    why = "; ".join(open_ones + notes)
    plain = [" ".join(text.replace(str(scratch), "").replace(str(data), "").split()) for text in (ran, why)]
    return Row(
        skill,
        needs,
        "yes" if bound["bound"] else "no",
        f"{times[0]:.1f}",
        f"{times[1]:.2f}",
        share(row for row in required if row["kind"] in PACKAGES),
        share(required),
        str(bound["lock"])[:12],
        command,
        plain[0],
        plain[1][:400],
    )


def summary(rows: list[Row], data: Path) -> list[str]:
    """The figures of the report."""
    whole = [row for row in rows if row.bound == "yes"]
    packaged = [row for row in rows if row.needs not in ("", "no packages")]
    ran = [row for row in rows if row.ran.startswith("yes")]
    locks = [row.lock for row in packaged if row.lock]
    made = [path for path in (data / "environments").glob("*/proof.json")]
    installed = [row for row in packaged if row.packages and len(set(row.packages.split(" of "))) == 1]
    lines = [
        f"tried {len(rows)}, of which {len(packaged)} require packages",
        f"packages bound and proven: {len(installed)}; all that is required: {len(whole)}; program ran: {len(ran)}",
    ]
    if locks:
        firsts, agains = (
            [float(text) for row in packaged if (text := getattr(row, name))] for name in ("first", "again")
        )
        lines.append(f"seconds: {median(firsts):.1f} (median), {max(firsts):.1f} (longest)")
        lines.append(f"bound again: {median(agains):.2f} (median), {max(agains):.2f} (longest)")
        lines.append(
            f"{len(locks)} skills with packages and a lock, {len(set(locks))} locks, {len(made)} environments"
        )
    return lines


def main() -> None:
    """Bind and run every skill of the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("list", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tsv", type=Path)
    given = parser.parse_args()
    data: Path = given.data.resolve()
    rows: list[Row] = []
    for line in given.list.read_text("utf-8").splitlines()[1:]:
        skill, command, status, expected = line.split("\t")
        roots = (given.folder.resolve(), HERE.parent)
        source = next((root / skill for root in roots if (root / skill / "SKILL.md").is_file()), None)
        if source is None:
            raise SystemExit(f"no such skill: {skill}")
        with tempfile.TemporaryDirectory() as scratch:
            rows.append(one(skill, source, (command, status, expected), data, Path(scratch)))
        print("\t".join(asdict(rows[-1]).values()), flush=True)
    print("\n".join(summary(rows, data)))
    if given.tsv:
        lines = ["\t".join(Row.__dataclass_fields__), *("\t".join(asdict(row).values()) for row in rows)]
        given.tsv.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
