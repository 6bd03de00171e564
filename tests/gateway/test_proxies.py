import pytest

from skillrt.config import Proxies
from skillrt.gateway.proxies import proxy_for

PROXIES = Proxies(
    http="plain:3128", https="http://secure:3128", without=("api.inside", ".corp", "10.0.0.0/8", "x.y:8443")
)


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://api.example/v1", "http://secure:3128"),
        ("http://api.example/v1", "http://plain:3128"),
        ("https://api.inside/v1", None),
        ("https://deep.api.inside/v1", None),
        ("https://notapi.inside/v1", "http://secure:3128"),
        ("https://a.corp", None),
        ("http://10.1.2.3:80/", None),
        ("https://x.y:8443/", None),
        ("https://x.y/", "http://secure:3128"),
        ("http://127.0.0.1:11434/v1", None),
        ("http://localhost:1/v1", None),
        ("http://[::1]:1/v1", None),
    ],
)
def test_which_proxy(url: str, proxy: str | None):
    assert proxy_for(url, PROXIES) == proxy


def test_everything_without():
    assert proxy_for("https://a/", Proxies(https="http://p:1", without=("*",))) is None
    assert proxy_for("https://a/", Proxies()) is None
