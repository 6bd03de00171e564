"""The scripts of pdf-workbench on PDF files made here."""

import json
from pathlib import Path
from typing import Any

import pytest

pypdf = pytest.importorskip("pypdf")
generic = pytest.importorskip("pypdf.generic")

PAGES = "pdf-workbench/scripts/pdf_pages.py"
FORM = "pdf-workbench/scripts/pdf_form.py"


def names(**entries: Any) -> Any:
    """A PDF dictionary with these keys."""
    return generic.DictionaryObject({generic.NameObject(f"/{key}"): value for key, value in entries.items()})


def name(text: str) -> Any:
    return generic.NameObject(text)


def helvetica() -> Any:
    """The built-in font, with the encoding that form filling looks for."""
    return names(
        Type=name("/Font"),
        Subtype=name("/Type1"),
        BaseFont=name("/Helvetica"),
        Encoding=name("/WinAnsiEncoding"),
    )


def make_pdf(path: Path, texts: list[str]) -> Path:
    """A PDF with one page a text, letters of the built-in Helvetica."""
    writer = pypdf.PdfWriter()
    for text in texts:
        page = writer.add_blank_page(width=595, height=842)
        content = generic.DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode("latin-1"))
        page[name("/Contents")] = writer._add_object(content)
        font = helvetica()
        page[name("/Resources")] = names(Font=names(F1=font))
    writer.write(path)
    return path


def make_form(path: Path) -> Path:
    """A form with a required text field, another with a value, and a signature field."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(width=300, height=300)
    font = helvetica()
    fields = generic.ArrayObject()
    shapes = [("full_name", "/Tx", 2, ""), ("city", "/Tx", 0, "Lyon"), ("signed", "/Sig", 0, None)]
    for at, (title, kind, flags, value) in enumerate(shapes):
        rectangle = generic.ArrayObject(
            [generic.NumberObject(edge) for edge in (20, 20 + 40 * at, 200, 50 + 40 * at)]
        )
        field = names(
            Type=name("/Annot"),
            Subtype=name("/Widget"),
            FT=name(kind),
            T=generic.TextStringObject(title),
            Ff=generic.NumberObject(flags),
            Rect=rectangle,
            DA=generic.TextStringObject("/Helv 12 Tf 0 g"),
        )
        if value is not None:
            field[name("/V")] = generic.TextStringObject(value)
        fields.append(writer._add_object(field))
    page[name("/Annots")] = fields
    form = names(Fields=fields, DR=names(Font=names(Helv=font)), DA=generic.TextStringObject("/Helv 12 Tf 0 g"))
    writer.root_object[name("/AcroForm")] = writer._add_object(form)
    writer.write(path)
    return path


def texts(path: Path) -> list[str]:
    return [page.extract_text().strip() for page in pypdf.PdfReader(path).pages]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return make_pdf(tmp_path / "report.pdf", [f"page {number} of the yearly report" for number in range(1, 8)])


def test_info_tells_text_from_scan_and_counts_fields(run: Any, tmp_path: Path, report: Path) -> None:
    make_pdf(tmp_path / "scan.pdf", ["", ""])
    make_form(tmp_path / "form.pdf")
    done = run(PAGES, "info", "report.pdf", "scan.pdf", "form.pdf", "--format", "json")
    assert done.returncode == 0, done.stderr
    records = json.loads(done.stdout)
    assert [(one["kind"], one["pages"], one["form_fields"]) for one in records] == [
        ("text", 7, 0),
        ("scanned", 2, 0),
        ("text", 1, 3),
    ]
    assert records[1]["pages_without_text"] == [1, 2]
    assert records[0]["page_size_pt"] == [595.0, 842.0]


def test_text_keeps_page_numbers(run: Any, tmp_path: Path, report: Path) -> None:
    done = run(PAGES, "text", "report.pdf", "--pages", "2,6-", "-o", "out.txt")
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert [line for line in written.splitlines() if line.startswith("===")] == [
        "=== page 2 ===",
        "=== page 6 ===",
        "=== page 7 ===",
    ]
    assert "page 6 of the yearly report" in written


def test_split_takes_the_pages_that_were_named(run: Any, tmp_path: Path, report: Path) -> None:
    assert run(PAGES, "split", "report.pdf", "--pages", "3-4,7", "--out-dir", "out").returncode == 0
    assert [text[:6] for text in texts(tmp_path / "out/report-p003-007.pdf")] == ["page 3", "page 4", "page 7"]
    assert run(PAGES, "split", "report.pdf", "--every", "3", "--out-dir", "parts").returncode == 0
    parts = sorted((tmp_path / "parts").iterdir())
    assert [len(texts(part)) for part in parts] == [3, 3, 1]


def test_merge_keeps_the_order_and_makes_bookmarks(run: Any, tmp_path: Path, report: Path) -> None:
    make_pdf(tmp_path / "cover.pdf", ["the cover"])
    done = run(PAGES, "merge", "cover.pdf", "report.pdf", "-o", "all.pdf")
    assert done.returncode == 0, done.stderr
    assert texts(tmp_path / "all.pdf")[:2] == ["the cover", "page 1 of the yearly report"]
    assert [item.title for item in pypdf.PdfReader(tmp_path / "all.pdf").outline] == ["cover", "report"]


def test_rotate_turns_only_the_chosen_pages(run: Any, tmp_path: Path, report: Path) -> None:
    assert run(PAGES, "rotate", "report.pdf", "--pages", "2", "--angle", "90", "-o", "turned.pdf").returncode == 0
    assert [page.rotation for page in pypdf.PdfReader(tmp_path / "turned.pdf").pages] == [0, 90, 0, 0, 0, 0, 0]


def test_password_comes_from_a_file(run: Any, tmp_path: Path, report: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=report)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    (tmp_path / "pw").write_text("secret\n", encoding="utf-8")
    refused = run(PAGES, "info", "locked.pdf")
    assert (refused.returncode, "needs a password" in refused.stderr) == (1, True)
    done = run(PAGES, "--password-file", "pw", "info", "locked.pdf")
    assert (done.returncode, done.stdout) == (0, "locked.pdf: 7 pages, text\n")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["text", "report.pdf", "--pages", "9"], 1, "lies outside 1-7"),
        (["text", "report.pdf", "--pages", "two"], 1, "is not understood"),
        (["split", "report.pdf", "--every", "0", "--out-dir", "x"], 1, "at least 1"),
        (["merge", "report.pdf", "-o", "report.pdf"], 1, "exists already"),
        (["info", "none.pdf"], 1, "no such file"),
        (["info", "broken.pdf"], 1, "not a readable PDF"),
        (["rotate", "report.pdf", "--angle", "45", "-o", "x.pdf"], 2, "invalid choice"),
    ],
)
def test_refusals_are_plain(
    run: Any, tmp_path: Path, report: Path, arguments: list[str], status: int, message: str
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"")
    before = report.read_bytes()
    done = run(PAGES, *arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)
    assert message in done.stderr
    assert report.read_bytes() == before


def test_form_is_checked_filled_and_read_back(run: Any, tmp_path: Path) -> None:
    make_form(tmp_path / "form.pdf")
    listed = json.loads(run(FORM, "fields", "form.pdf").stdout)
    assert {title: field["kind"] for title, field in listed.items()} == {
        "full_name": "text",
        "city": "text",
        "signed": "signature",
    }
    assert listed["full_name"]["required"] is True
    (tmp_path / "bad.json").write_text('{"town": "x", "signed": "me", "city": 3}', encoding="utf-8")
    checked = run(FORM, "check", "form.pdf", "--values", "bad.json")
    assert (checked.returncode, sorted(checked.stdout.splitlines())) == (
        1,
        [
            "city: the value must be a string, not int",
            "full_name: required, but empty",
            "signed: a signature cannot be filled in",
            "town: the form has no such field",
        ],
    )
    assert run(FORM, "fill", "form.pdf", "--values", "bad.json", "-o", "no.pdf").returncode == 1
    assert not (tmp_path / "no.pdf").exists()
    (tmp_path / "good.json").write_text('{"full_name": "Ines Okafor"}', encoding="utf-8")
    assert run(FORM, "check", "form.pdf", "--values", "good.json").returncode == 0
    assert run(FORM, "fill", "form.pdf", "--values", "good.json", "-o", "filled.pdf").returncode == 0
    filled = json.loads(run(FORM, "fields", "filled.pdf").stdout)
    assert (filled["full_name"]["value"], filled["city"]["value"]) == ("Ines Okafor", "Lyon")


def test_flattening_keeps_what_was_filled_in_before(run: Any, tmp_path: Path) -> None:
    make_form(tmp_path / "form.pdf")
    (tmp_path / "good.json").write_text('{"full_name": "Ines Okafor"}', encoding="utf-8")
    done = run(FORM, "fill", "form.pdf", "--values", "good.json", "-o", "flat.pdf", "--flatten")
    assert done.returncode == 0, done.stderr
    assert pypdf.PdfReader(tmp_path / "flat.pdf").get_fields() in (None, {})
    words = " ".join(texts(tmp_path / "flat.pdf"))
    assert "Ines Okafor" in words
    assert "Lyon" in words
