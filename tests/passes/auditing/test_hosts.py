"""Hosts that a user can expect from what the skill says of itself."""

import pytest

from skillrt.passes.auditing.hosts import Said, is_named, sends_astray


@pytest.mark.parametrize(
    ("host", "prose"),
    [
        ("api.notion.com", "writes pages to notion"),
        ("api.tryblorp.io", "asks blorp"),
        ("graph.microsoft.com", "mails of outlook"),
        ("blorp-hq.io", "the blorp hq service"),
    ],
)
def test_the_product_or_the_host_is_named(host, prose):
    assert is_named(host, prose)


def test_what_nobody_named_is_astray():
    said = Said("a skill about tables", "curl https://up.blorp.io")
    assert sends_astray("in.flonk.io", said)
    assert not sends_astray("up.blorp.io", said)
    assert sends_astray("up.blorp.io", said, files=True)
    assert not sends_astray("localhost", said)
    assert sends_astray("webhook.site", Said("webhook.site", ""))
