import json

from tests.primitives.programs.run import run

TEMPLATE = '{"title": "TITLE", "body": "<body>", "again": "TITLE"}\n'


def folder(tmp_path):
    made = tmp_path / "in here"
    made.mkdir()
    (made / "call.template").write_text(TEMPLATE)
    return made


def test_it_prints_or_writes(tmp_path):
    here = folder(tmp_path)
    assert run(here, "fill.sh", "call.template") == TEMPLATE
    found = run(here, "fill.sh", "call.template", "TITLE=a & b/c", "<body>=x=y")
    assert found == '{"title": "a & b/c", "body": "x=y", "again": "a & b/c"}\n'
    assert run(here, "fill.sh", "call.template", "new folder/out.json", "TITLE=T") == "wrote new folder/out.json\n"
    assert (here / "new folder/out.json").read_text().startswith('{"title": "T"')
    assert "--force" in run(here, "fill.sh", "call.template", "new folder/out.json", status=1)
    run(here, "fill.sh", "call.template", "new folder/out.json", "--force")


def test_json_is_escaped(tmp_path):
    here = folder(tmp_path)
    value = 'say "hi" \\ \\n & more\nsecond\tline'
    found = run(here, "fill.sh", "call.template", "--json", f"<body>={value}")
    assert json.loads(found)["body"] == value


def test_what_was_put_in_is_not_read_again(tmp_path):
    here = folder(tmp_path)
    found = run(here, "fill.sh", "call.template", "TITLE=<body>", "<body>=TITLE")
    assert found == '{"title": "<body>", "body": "TITLE", "again": "<body>"}\n'


def test_what_it_cannot_use(tmp_path):
    here = folder(tmp_path)
    assert "has no: NAME" in run(here, "fill.sh", "call.template", "NAME=x", status=1)
    assert "no such template" in run(here, "fill.sh", "none", status=2)
    assert "nothing before" in run(here, "fill.sh", "call.template", "=x", status=2)


def test_a_large_template(tmp_path):
    here = folder(tmp_path)
    (here / "large").write_text("a NAME b\n" * 20_000)
    assert run(here, "fill.sh", "large", "NAME=x") == "a x b\n" * 20_000


def test_a_part_of_a_longer_word_stays(tmp_path):
    here = folder(tmp_path)
    (here / "nx").write_text("web @nx/webpack apps/web/src web1 my_web web-kit\n<web>webweb\n")
    found = run(here, "fill.sh", "nx", "web=shop")
    assert found == "shop @nx/webpack apps/shop/src web1 my_web shop-kit\n<shop>webweb\n"
    assert run(here, "fill.sh", "nx", "<web>=x", "kit=set").endswith("web-set\nxwebweb\n")
    assert "the template has no: hop" in run(here, "fill.sh", "nx", "hop=x", status=1)
    assert "the template has no: ack" in run(here, "fill.sh", "nx", "ack=x", status=1)
