"""Programs that need packages, run on real files where the packages are installed."""

import zipfile
from pathlib import Path

import pytest

from tests.code.outlining.blocks import names, only_program, outlined, run


def pages(path: Path, texts: int, rotation: int = 0) -> None:
    """A PDF of so many blank pages, each wider than the one before."""
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    for number in range(texts):
        writer.add_blank_page(width=100 + number, height=100).rotate(rotation)
    writer.write(path)


def widths(path: Path) -> list[tuple[int, int]]:
    pypdf = pytest.importorskip("pypdf")
    return [(int(page.mediabox.width), page.rotation) for page in pypdf.PdfReader(path).pages]


def test_merging(tmp_path: Path):
    program = only_program(
        """
        from pypdf import PdfReader, PdfWriter

        writer = PdfWriter()
        for part in ["a.pdf", "b.pdf"]:
            for page in PdfReader(part).pages:
                writer.add_page(page)
        with open("all.pdf", "wb") as out:
            writer.write(out)
        """
    )
    pages(tmp_path / "one.pdf", 1)
    pages(tmp_path / "two parts.pdf", 2)
    done = run(
        program, tmp_path, "--input", "one.pdf", "two parts.pdf", "one.pdf", "--output", "x.pdf", packages=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [width for width, _ in widths(tmp_path / "x.pdf")] == [100, 100, 101, 100]


def test_one_page_is_turned_with_the_imports_of_an_earlier_block(tmp_path: Path):
    found = outlined(
        "from pypdf import PdfReader, PdfWriter\nprint(len(PdfReader('a.pdf').pages))",
        "reader = PdfReader('letter.pdf')\nwriter = PdfWriter()\npage = reader.pages[0]\npage.rotate(90)\n"
        "writer.add_page(page)\nwith open('turned.pdf', 'wb') as out:\n    writer.write(out)",
    )
    program = found.programs[1]
    assert names(program) == [
        ("input", "input-file"), ("page_index", "integer"), ("angle", "integer"), ("output", "output-file"),
    ]  # fmt: skip
    pages(tmp_path / "in.pdf", 3)
    done = run(program, tmp_path, "--input", "in.pdf", "--page-index", "2", "--angle", "180", packages=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert widths(tmp_path / "turned.pdf") == [(102, 180)]
    done = run(program, tmp_path, "--input", "in.pdf", "--page-index", "9", packages=True)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_a_table_by_its_columns(tmp_path: Path):
    pytest.importorskip("pandas")
    program = only_program(
        """
        import pandas as pd

        df = pd.read_csv("sales.csv")
        big = df[df["amount"] > 100]
        big.groupby("region")["amount"].sum()
        """
    )
    (tmp_path / "t.csv").write_text("Place,Sum\nN,5\nS,7\nN,1\n", encoding="utf-8")
    words = ("--input", "t.csv", "--region-column", "Place", "--amount-column", "Sum", "--amount-threshold", "2")
    done = run(program, tmp_path, *words, packages=True)
    assert done.returncode == 0
    assert done.stdout.splitlines()[:3] == ["Place", "N    5", "S    7"]


def test_a_workbook(tmp_path: Path):
    openpyxl = pytest.importorskip("openpyxl")
    program = only_program(
        """
        from openpyxl import Workbook

        wb = Workbook()
        ws = wb.create_sheet("Totals")
        ws.append(["a", 1])
        wb.save("book.xlsx")
        """
    )
    done = run(program, tmp_path, "--sheet", "Mine", "--output", "o.xlsx", packages=True)
    assert done.stderr == ""
    assert openpyxl.load_workbook(tmp_path / "o.xlsx")["Mine"]["A1"].value == "a"
    assert zipfile.is_zipfile(tmp_path / "o.xlsx")


def test_a_picture(tmp_path: Path):
    image = pytest.importorskip("PIL.Image")
    program = only_program(
        'from PIL import Image\nimg = Image.open("photo.jpg")\nsmall = img.resize((80, 60))\nsmall.save("small.png")'
    )
    image.new("RGB", (10, 10), "red").save(tmp_path / "p.png")
    done = run(program, tmp_path, "--input", "p.png", "--width", "7", packages=True)
    assert done.stderr == ""
    with image.open(tmp_path / "small.png") as small:
        assert small.size == (7, 60)
