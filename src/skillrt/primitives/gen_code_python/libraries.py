"""L3: programs with openpyxl, Pillow and pypdf. SkillRT needs these itself."""

from random import Random
from typing import Final

from skillrt.primitives.probing import Instance
from skillrt.primitives.probing_parts.coding import Work, coded
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES
from skillrt.primitives.probing_parts.running import MAKER, UNPREPARED, Trial

_RUN: Final = (
    f"python3 {MAKER} || exit {UNPREPARED}; rm {MAKER}; mv show.py .show.py; "
    "python3 solution.py > /dev/null || exit 1; python3 .show.py"
)
"""The input is made, the program runs, and what it left is told."""


def _work(make: str, show: str, inputs: list[tuple[str, str]]) -> Work:
    """`inputs`: what the maker finds in its list `data`, and what is then told about the program's output."""
    trials = tuple(
        Trial(f"input {at}", {MAKER: f"data = {data}\n{make}", "show.py": show}, prints)
        for at, (data, prints) in enumerate(inputs, 1)
    )
    return Work(("python", "py", "python3"), "solution.py", ("sh", "-c", _RUN), trials)


_MAKE_BOOK = """
import openpyxl
book = openpyxl.Workbook()
book.active.title = "cover"
for name, rows in data:
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
book.save("{file}")
"""
_SHOW_BOOK = """
import openpyxl
sheet = openpyxl.load_workbook("{out}")["{sheet}"]
for row in sheet.iter_rows():
    print([cell.value for cell in row])
print([cell.font.b is True for cell in sheet[1]], sheet.freeze_panes)
"""
_BOOK = """
import openpyxl
from openpyxl.styles import Font

source = openpyxl.load_workbook("{file}")
target = openpyxl.Workbook()
sheet = target.active
sheet.title = "{sheet}"
sheet.append(["ware", "pieces"])
sums = {{}}
for page in source.worksheets:
    if page.title == "cover":
        continue
    for ware, pieces, state in page.iter_rows(min_row=2, max_col=3, values_only=True):
        if ware is None or state == "{state}":
            continue
        sums[ware] = sums.get(ware, 0) + (pieces or 0)
for ware in sorted(sums):
    sheet.append([ware, sums[ware]])
sheet.append(["all", f"=SUM(B2:B{{sheet.max_row}})"])
for cell in sheet[1]:
    cell.font = Font(bold=True)
sheet.freeze_panes = "A2"
target.save("{out}")
"""


def workbook(random: Random) -> Instance:
    """Sums over the sheets of a workbook, written as another workbook with a formula and a bold head."""
    file, out = f"{random.choice(WARES)}.xlsx", f"sums-{random.randint(10, 99)}.xlsx"
    sheet, state = random.choice(PLACES).lower(), random.choice(("void", "lost", "sold"))
    inputs: list[tuple[str, str]] = []
    for _ in range(2):
        wares = random.sample(WARES, 4)
        sums: dict[str, int] = {}
        sheets: list[tuple[str, list[list[object]]]] = []
        for place in random.sample(PLACES, 3):
            rows: list[list[object]] = [["ware", "pieces", "state"]]
            for ware in [*wares, *random.sample(wares, 2)]:
                kind, pieces = random.choice(("kept", state, None, "kept")), random.choice((None, 3, 12, 27, 40))
                rows.append([ware, pieces, kind])
            rows.insert(3, [None, None, None])
            rows.append([wares[0], 5, state])
            rows.append([wares[0], 7, "kept"])
            for ware, pieces, kind in rows[1:]:
                if isinstance(ware, str) and kind != state:
                    sums[ware] = sums.get(ware, 0) + (pieces if isinstance(pieces, int) else 0)
            sheets.append((place, rows))
        lines: list[list[object]] = [["ware", "pieces"], *([ware, sums[ware]] for ware in sorted(sums))]
        lines.append(["all", f"=SUM(B2:B{len(lines)})"])
        inputs.append((repr(sheets), "".join(f"{line}\n" for line in lines) + "[True, True] A2\n"))
    task = (
        f"Write a program in Python with the library openpyxl. It reads the workbook `{file}` in the current "
        "folder. Every sheet but the one called `cover` has a head in row 1 and then in each row: ware (column "
        "A), pieces (column B, a whole number; an empty cell counts 0), state (column C, may be empty). Rows with "
        f"an empty column A are skipped, rows whose state is `{state}` are left out. Add up the pieces of each "
        f"ware over all those sheets. Write the workbook `{out}` with one sheet called `{sheet}`: row 1 holds "
        "`ware` and `pieces`, both bold; then a row for each ware that has at least one row that counts, sorted "
        "by name, with its sum as a number; then a last row with `all` and a formula of the form `=SUM(B2:Bn)`, n "
        "being the last row of the wares. Row 1 stays in view (freeze panes at A2). No other cell has a value."
    )
    values = {"file": file, "out": out, "sheet": sheet, "state": state}
    work = _work(_MAKE_BOOK.format(**values), _SHOW_BOOK.format(**values), inputs)
    slips = [
        ("the sum is a number, no formula", 'f"=SUM(B2:B{sheet.max_row})"', "sum(sums.values())"),
        ("rows that are left out count", f'state == "{state}"', 'state == "-"'),
        ("only the first sheet is read", "in source.worksheets:", "in source.worksheets[:2]:"),
        ("the head is not bold", "bold=True", "bold=False"),
    ]
    return coded(task, work, _BOOK.format(**values), slips)


_MAKE_PICTURE = """
from PIL import Image
size, colour, boxes = data
image = Image.new("RGB", size, colour)
for box, filled in boxes:
    image.paste(filled, box)
image.save("{file}")
"""
_SHOW_PICTURE = """
from PIL import Image
with Image.open("{out}") as image:
    print(image.format, image.size)
    image = image.convert("RGB")
    for y in range(2, image.size[1], 5):
        print([image.getpixel((x, y)) for x in range(2, image.size[0], 5)])
"""
_PICTURE = """
from PIL import Image, ImageOps

image = Image.open("{file}").convert("RGB")
image = image.crop(({x}, {y}, {x} + {w}, {y} + {h}))
image = image.transpose(Image.Transpose.{turn})
image = image.resize((image.width * {times}, image.height * {times}), Image.Resampling.NEAREST)
image = ImageOps.expand(image, border={border}, fill={colour})
image.save("{out}", "PNG")
"""


Colour = tuple[int, int, int]
Boxes = list[tuple[tuple[int, int, int, int], Colour]]


def _colour(random: Random) -> Colour:
    return (random.randint(1, 254), random.randint(1, 254), random.randint(1, 254))


def _filled(boxes: Boxes, x: int, y: int) -> Colour | None:
    """The colour of the last box that covers the pixel."""
    for box, colour in reversed(boxes):
        if box[0] <= x < box[2] and box[1] <= y < box[3]:
            return colour
    return None


def picture(random: Random) -> Instance:
    """Cut, turn, enlarge and frame a picture."""
    file, out = f"{random.choice(COLOURS)}.png", f"framed-{random.randint(10, 99)}.png"
    x, y, w, h = random.randint(5, 25), random.randint(5, 20), random.randint(21, 29), random.randint(10, 18)
    times, border = random.choice((2, 3)), random.randint(4, 11)
    colour = _colour(random)
    right = random.random() < 0.5
    inputs: list[tuple[str, str]] = []
    for _ in range(2):
        size, paper = (random.randint(60, 80), random.randint(45, 60)), _colour(random)
        boxes: Boxes = []
        for _ in range(8):
            left, top = x + random.randint(-4, w - 4), y + random.randint(-4, h - 4)
            box = (left, top, left + random.randint(3, 12), top + random.randint(3, 9))
            boxes.append((box, _colour(random)))

        def at(px: int, py: int, paper: Colour = paper, boxes: Boxes = boxes) -> Colour:
            column, row = (px - border) // times, (py - border) // times
            if not (0 <= column < h and 0 <= row < w):
                return colour
            across, down = (row, h - 1 - column) if right else (w - 1 - row, column)
            return _filled(boxes, x + across, y + down) or paper

        wide, high = h * times + 2 * border, w * times + 2 * border
        told = [f"PNG {(wide, high)}"]
        told += [str([at(px, py) for px in range(2, wide, 5)]) for py in range(2, high, 5)]
        inputs.append((repr((size, paper, boxes)), "\n".join(told) + "\n"))
    values = {
        **{"file": file, "out": out, "x": x, "y": y, "w": w, "h": h, "times": times, "border": border},
        **{"colour": colour, "turn": "ROTATE_270" if right else "ROTATE_90"},
    }
    way = "clockwise" if right else "counter-clockwise"
    task = (
        f"Write a program in Python with the library Pillow. It opens `{file}` in the current folder, cuts out the "
        f"part whose top left pixel is x={x}, y={y} (counted from 0 at the top left) and that is {w} pixels wide "
        f"and {h} pixels high, turns that part by 90 degrees {way}, makes it {times} times as wide and as high "
        f"with nearest neighbour (every pixel becomes a square of {times} by {times} equal pixels), puts a border "
        f"of {border} pixels in the RGB colour {colour} around it, outside of what is there, and saves it as a PNG "
        f"in RGB called `{out}`."
    )
    work = _work(_MAKE_PICTURE.format(**values), _SHOW_PICTURE.format(**values), inputs)
    other = "ROTATE_90" if right else "ROTATE_270"
    slips = [
        ("turned the other way", str(values["turn"]), other),
        ("width and height stand for the lower right corner", f"{x} + {w}, {y} + {h}", f"{x + w - 1}, {y + h - 1}"),
        ("the border is not around it", f"border={border}", "border=0"),
    ]
    return coded(task, work, _PICTURE.format(**values), slips)


_MAKE_PAGES = """
from pypdf import PdfWriter
writer = PdfWriter()
for width, height in data:
    writer.add_blank_page(width, height)
writer.write("{file}")
"""
_SHOW_PAGES = """
from pypdf import PdfReader
reader = PdfReader("{out}")
for page in reader.pages:
    print(float(page.mediabox.width), float(page.mediabox.height), page.rotation % 360)
print((reader.metadata or {{}}).get("/Title"))
"""
_PAGES = """
from pypdf import PdfReader, PdfWriter

reader = PdfReader("{file}")
writer = PdfWriter()
for number, page in reversed(list(enumerate(reader.pages, 1))):
    if number % {every} == 0:
        continue
    if page.mediabox.width > page.mediabox.height:
        page.rotate({angle})
    writer.add_page(page)
writer.add_blank_page({width}, {height})
writer.add_metadata({{"/Title": "{title}"}})
writer.write("{out}")
"""


def pages(random: Random) -> Instance:
    """Order, leave out and turn the pages of a PDF."""
    file, out, title = f"{random.choice(WARES)}.pdf", f"out-{random.randint(10, 99)}.pdf", random.choice(PLACES)
    every, angle = random.choice((3, 4, 5)), random.choice((90, 270))
    width, height = random.randint(200, 400), random.randint(500, 700)
    inputs: list[tuple[str, str]] = []
    for count in (random.randint(6, 9), random.randint(10, 12)):
        sizes = [(random.randint(100, 900), random.randint(100, 900)) for _ in range(count)]
        sizes[0], sizes[1] = (300, 300), (500, 200)
        kept = [size for number, size in enumerate(sizes, 1) if number % every]
        lines = [f"{w:.1f} {h:.1f} {angle if w > h else 0}\n" for w, h in reversed(kept)]
        inputs.append((repr(sizes), "".join(lines) + f"{width:.1f} {height:.1f} 0\n{title}\n"))
    task = (
        f"Write a program in Python with the library pypdf. It reads `{file}` in the current folder and writes "
        f"`{out}`: the pages in reverse order, without those whose number in `{file}` (counted from 1) is a "
        f"multiple of {every}. Pages that are wider than they are high (by their media box) get a rotation of "
        f"{angle} degrees clockwise (the page's rotation entry; its media box stays); the others are left as they "
        f"are. After the last page comes an empty page {width} points wide and {height} points high. The "
        f"document's title (metadata) is `{title}`."
    )
    values = {
        **{"file": file, "out": out, "every": every, "angle": angle},
        **{"width": width, "height": height, "title": title},
    }
    work = _work(_MAKE_PAGES.format(**values), _SHOW_PAGES.format(**values), inputs)
    slips = [
        ("pages are counted from 0", "reader.pages, 1", "reader.pages, 0"),
        ("square pages are turned too", "width > page", "width >= page"),
        ("the order is kept", "reversed(list(enumerate(reader.pages, 1)))", "enumerate(reader.pages, 1)"),
    ]
    return coded(task, work, _PAGES.format(**values), slips)
