"""The tables are sound, and hosts are told apart."""

import pytest

from skillrt.errors import catalogue
from skillrt.passes.auditing.patterns import (
    forms,
    has_sign,
    host_of,
    is_drop,
    is_example,
    is_installer,
    is_secret_path,
    patterns,
    phrases,
    talk_pattern,
)


def test_every_form_has_a_code_and_a_bound():
    for form in patterns().forms:
        assert form.code in catalogue()
        assert "*" not in form.pattern.replace("\\*", "")
    assert forms("javascript")
    assert forms("powershell")


def test_signs_are_lower_case_and_phrases_can_be_read():
    assert all(sign == sign.lower() for signs in patterns().signs.values() for sign in signs)
    assert phrases().find(("do", "not", "tell", "the", "user"))
    assert has_sign("code", "x = CURL")
    assert not has_sign("code", "print(1)")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://A.blorp.io:8/x", "a.blorp.io"),
        ("blorp.io/x", "blorp.io"),
        ("https://$HOST/x", ""),
        ("http://[", ""),
        ("http://10.0.0.1/", "10.0.0.1"),
    ],
)
def test_hosts(url, host):
    assert host_of(url) == host


def test_what_reaches_nobody_and_what_reaches_anybody():
    assert all(is_example(host) for host in ("localhost", "10.1.2.3", "192.168.0.1", "api.example.com", "x.test", ""))
    assert not any(is_example(host) for host in ("8.8.4.4", "blorp.io"))
    assert all(is_drop(host) for host in ("8.8.4.4", "webhook.site", "a.ngrok.io"))
    assert not is_drop("blorp.io")


def test_installers_are_hosts_or_paths():
    assert is_installer("https://astral.sh/uv/install.sh")
    assert is_installer("https://raw.githubusercontent.com/nvm-sh/nvm/v0.40/install.sh")
    assert not is_installer("https://raw.githubusercontent.com/nvm-shell/x/install.sh")
    assert not is_installer("https://astral.sh.blorp.io/install.sh")


def test_public_halves_and_patterns_are_no_secrets():
    assert is_secret_path("~/.ssh/id_rsa")
    assert not is_secret_path("~/.ssh/id_rsa.pub")
    assert not is_secret_path("(~/.ssh/id_rsa|/etc/shadow)")


def test_talk_is_found_as_whole_words():
    assert talk_pattern("sentence").search("We block it")
    assert not talk_pattern("sentence").search("a blocky thing")
