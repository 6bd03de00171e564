import pytest

from skillrt.environment.known_services import (
    service_of,
    service_of_host,
    service_of_resource,
    services_named,
)


def test_services_behind_clients():
    assert service_of("python", "boto3") == "aws"
    assert (
        service_of("node", "pg") == service_of("system", "psql") == service_of("scheme", "postgresql") == "postgres"
    )
    assert service_of("python", "pg") == ""
    assert service_of_resource("azurerm_subnet") == "azure"
    assert service_of_resource("random_id") == ""


def test_hosts_of_services():
    assert service_of_host("api.github.com") == "github"
    assert service_of_host("s3.eu-west-1.amazonaws.com") == "aws"
    assert service_of_host("API.Weather-Station.dev") == "api.weather-station.dev"


@pytest.mark.parametrize(
    "host",
    ["example.com", "docs.python.org", "localhost", "127.0.0.1", "api.your-company.com", "cdn.x.io", "", "a", "-.x"],
)
def test_hosts_that_are_no_services(host):
    assert service_of_host(host) == ""


def test_products_by_name():
    assert services_named("Send it to Slack or Notion.") == (("slack", 11, 16), ("notion", 20, 26))
    assert services_named("a slack rope, in-Slack") == ()
