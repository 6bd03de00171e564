from skillrt.passes.lowering.apply import apply
from skillrt.primitives import SkillView, lexicon, primitive
from tests.primitives.lowered import drafts, gap_of, linked, taken

INTERFACE = """# Trains

The base URL of the interface is `https://trains.test/api`.

When does a train leave?

```http
GET /stations/{station}/departures?limit=10
Accept: application/json
```

Report a delay:

```
POST /delays
Content-Type: application/json

{
  "train": "IC 5", "minutes": 10
}
```

1. Which lines are there, and where do they stop:

   ```
   GET /lines
   GET /lines/{line}/stops
   ```

Never report a delay twice.
"""


def test_requests_become_commands_and_the_demand_goes(tmp_path):
    module = linked(tmp_path, {"SKILL.md": INTERFACE})
    gap = gap_of(module, "tool.web", 0)
    draft = drafts(module, gap)["ready-request"]
    text, files = taken(module, draft)
    assert "scripts/skillrt/fetch.sh" in files
    assert (
        "Run (http): `sh scripts/skillrt/fetch.sh GET "
        "'https://trains.test/api/stations/{station}/departures?limit=10' "
        "--set 'station=<station>' --header 'Accept: application/json'`\n"
    ) in text
    assert """--data '{ "train": "IC 5", "minutes": 10 }'`""" in text
    assert "   Run:\n   - `sh scripts/skillrt/fetch.sh GET https://trains.test/api/lines`\n   - `sh" in text
    assert text.endswith("Never report a delay twice.\n")
    after = primitive("tool.web").detect(SkillView(apply(module, draft), lexicon()))
    assert after is None or sum(item.weight for item in after.evidence) < sum(
        item.weight for item in gap.detected.evidence
    )


def test_the_program_where_addresses_are_to_be_fetched(tmp_path):
    module = linked(tmp_path, {"SKILL.md": "# Digest\n\nFetch the URL that the user gives and sum the page up.\n"})
    draft = drafts(module, gap_of(module, "tool.web", 0))["fetch-program"]
    text, _ = taken(module, draft)
    assert "sum the page up. Fetch by command, one address a turn: `sh scripts/skillrt/fetch.sh URL`" in text
    assert (draft.kind, draft.to, draft.raises) == ("supports", 0, (("tool.exec", "L1"),))


def test_what_has_to_be_searched_for_stays(tmp_path):
    text = "# Rivals\n\nSearch the web for what competitors charge. Fetch the URL of each and compare.\n"
    module = linked(tmp_path, {"SKILL.md": text})
    assert drafts(module, gap_of(module, "tool.web", 0)) == {}


def test_a_request_whose_address_nobody_knows_stays(tmp_path):
    text = "# T\n\nCall the API directly with:\n\n```\nGET /items\n```\n"
    module = linked(tmp_path, {"SKILL.md": text})
    assert "ready-request" not in drafts(module, gap_of(module, "tool.web", 0, "L2", ("GET /items",)))


def test_a_word_that_quotes_would_take_apart_stays(tmp_path):
    text = INTERFACE.replace('"IC 5"', '"driver\'s"')
    module = linked(tmp_path, {"SKILL.md": text})
    after, _ = taken(module, drafts(module, gap_of(module, "tool.web", 0))["ready-request"])
    assert "POST /delays" in after
    assert after.count("fetch.sh") == 3


def test_text_that_only_speaks_of_interfaces_gets_no_program(tmp_path):
    text = "# Triggers\n\nThe REST API has changed: make API calls less often.\n"
    module = linked(tmp_path, {"SKILL.md": text})
    assert drafts(module, gap_of(module, "tool.web", 0, "L2", ("REST",))) == {}
