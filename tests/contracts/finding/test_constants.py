from pathlib import Path

import pytest

from skillrt.contracts.finding.constants import is_sample_name
from tests.contracts.locking import facts_of, named, skill


def test_names_that_say_that_they_stand_for_something():
    assert is_sample_name("REDACTED_ROTATED_CREDENTIAL")
    assert is_sample_name("TOKEN_CONTACT_001")
    assert not is_sample_name("ACME_API_KEY")
    assert not is_sample_name("OAUTH_2")


@pytest.mark.parametrize(
    ("body", "variables"),
    [
        ("Paste the key into the class: `private static final String ACME_KEY = 'x';`, never.", []),
        ("Set the API key `ACME_API_KEY` first; `const ACME_API_KEY = 1` is not it.", ["ACME_API_KEY"]),
        ("It requires: `Authorization: Bearer <ADMIN_TOKEN>`", []),
        ("The token `TOKEN_CONTACT_001` stands for it.", []),
        (
            "Set `LIST_ORDERS` and `ZQ_TOKEN`, environment variables.\n\n"
            "```\nCREATE OR REPLACE PROCEDURE shop.public.LIST_ORDERS(n INT)\n```\n",
            ["ZQ_TOKEN"],
        ),
        ("**API Key:** `REDACTED_ROTATED_CREDENTIAL`", []),
    ],
)
def test_constants_and_samples_of_prose_are_no_variables(tmp_path: Path, body: str, variables: list[str]):
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "variable") == variables
