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
        "'https://trains.test/api/stations/{station}/departures' "
        "--set 'station=<station>' --query limit=10 --header 'Accept: application/json'`\n"
    ) in text
    assert "POST /delays" in text  # what is sent is worded anew each time
    assert "   Run:\n   - `sh scripts/skillrt/fetch.sh GET https://trains.test/api/lines`\n   - `sh" in text
    assert text.endswith("Never report a delay twice.\n")
    after = primitive("tool.web").detect(SkillView(apply(module, draft), lexicon()))
    assert after is None or sum(item.weight for item in after.evidence) < sum(
        item.weight for item in gap.detected.evidence
    )


def test_what_has_to_be_searched_for_stays(tmp_path):
    text = "# Rivals\n\nSearch the web for what competitors charge. Fetch the URL of each and compare.\n"
    module = linked(tmp_path, {"SKILL.md": text})
    assert drafts(module, gap_of(module, "tool.web", 0)) == {}


def test_a_request_whose_address_nobody_knows_stays(tmp_path):
    text = "# T\n\nCall the API directly with:\n\n```\nGET /items\n```\n"
    module = linked(tmp_path, {"SKILL.md": text})
    assert "ready-request" not in drafts(module, gap_of(module, "tool.web", 0, "L2", ("GET /items",)))


def test_where_a_login_is_asked_for_that_no_request_shows_none_is_touched(tmp_path):
    module = linked(tmp_path, {"SKILL.md": INTERFACE + "\nEvery request needs a Bearer token.\n"})
    assert drafts(module, gap_of(module, "tool.web", 0)) == {}
