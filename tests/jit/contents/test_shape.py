from pathlib import Path

from skillrt.jit.contents.read import content_of
from skillrt.jit.contents.shape import column_features, features_of, fields_of, place_features, workspace_fields
from tests.jit.contents.test_read import picture


def test_tables_are_told_apart_by_what_programs_trip_over():
    plain = features_of(content_of(b"id,price\n1,2.5\n2,3.5\n", ".csv"))
    assert (plain["kind"], plain["types"], plain["missing"], plain["plain"]) == ("table", "whole number", "no", "yes")
    odd = features_of(content_of(b'id,price\n1,\n2,"3,5"\n2,"3,5"\n', ".csv"))
    changed = {name for name in plain if plain[name] != odd[name]}
    assert changed == {"types", "missing", "plain", "repeated-rows"}


def test_a_row_that_adds_up_the_others_is_seen():
    assert features_of(content_of(b"a,b\nx,1\n", ".csv"))["sums"] == "no"
    assert features_of(content_of(b"a,b\nx,1\nTotal,1\n", ".csv"))["sums"] == "yes"


def test_how_many_rows_there_are_is_no_feature():
    one = features_of(content_of(b"id\n1\n", ".csv"))
    assert one == features_of(content_of(b"id\n1\n2\n3\n", ".csv"))
    assert one != features_of(content_of(b"id\n", ".csv"))


def test_columns_and_keys():
    table = content_of(b"id,price\n1,2.5\n2,3.5\n", ".csv")
    assert fields_of(table) == ("id", "price")
    assert column_features(table, "id") == {"type": "whole", "missing": "no", "unique": "yes"}
    assert column_features(table, "price") == {"type": "number", "missing": "no"}
    assert column_features(table, "gone") == {}
    records = content_of(b'[{"a": 1}, {"b": null, "a": -1}]', ".json")
    assert fields_of(records) == ("a", "b")
    assert column_features(records, "a")["type"] == "whole"
    assert fields_of(content_of(b'{"mean": 1}', ".json")) == ("mean",)


def test_texts_pictures_and_the_rest():
    text = features_of(content_of(b"# A\n\n## B\n\n## B\n", ".md"))
    assert (text["levels"], text["repeated-headings"], text["one-title"]) == ("# ##", "yes", "yes")
    assert features_of(content_of(picture(), ".png"))["mode"] == "RGB"
    assert features_of(content_of(b"\xff\xfe", ".bin")) == {"kind": "bytes", "magic": "fffe"}
    assert features_of(content_of(b'[{"a": {"b": 1}}]', ".json"))["flat"] == "no"


def test_a_text_begins_with_words_or_with_a_layout():
    def begins(line: str) -> str:
        return features_of(content_of(f"{line}\nmore\n".encode(), ".txt"))["begins"]

    assert begins("Amber, onyx and quartz. So it is.") == begins("Seven words, then five more of them")
    assert begins("2026-01-02 ERROR full") == begins("2026-11-12 WARN empty") == "9-9-9 A a"
    assert begins("ERROR the disk is full") != begins("the disk is full today")


def test_the_fields_of_a_workspace_are_those_of_all_its_files(tmp_path: Path):
    (tmp_path / "a.csv").write_text("id,left\n1,2\n")
    (tmp_path / "b.json").write_text('[{"right": 1}]')
    assert workspace_fields(tmp_path, ["a.csv", "b.json"]) == {"id", "left", "right"}


def test_a_folder_is_the_kinds_of_its_files(tmp_path: Path):
    (tmp_path / "in/old").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_text("A")
    assert place_features(tmp_path / "in") == {"kind": "folder", "endings": ".txt", "deep": "no", "capitals": "no"}
    (tmp_path / "in/old/B.TXT").write_text("B")
    assert place_features(tmp_path / "in") == {"kind": "folder", "endings": ".txt", "deep": "yes", "capitals": "yes"}
    assert place_features(tmp_path / "in/a.txt")["kind"] == "text"
