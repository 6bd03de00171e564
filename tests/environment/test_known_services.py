import pytest

from skillrt.environment.known_services import (
    databases,
    fetches,
    may_name_services,
    service_at,
    service_of,
    service_of_host,
    service_of_resource,
    service_of_variable,
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


def test_services_by_the_variable_that_holds_their_key():
    assert service_of_variable("OPENROUTER_API_KEY") == "openrouter.ai"
    assert service_of_variable("SLACK_BOT_TOKEN") == "slack"
    assert service_of_variable("GEMINI_API_KEY") == service_of_host("generativelanguage.googleapis.com") == "gemini"
    assert service_of_variable("API_KEY") == service_of_variable("SLACK_CHANNEL") == ""
    assert "postgres" in databases()
    assert "redis" not in databases()


def test_hosts_of_services():
    assert service_of_host("api.github.com") == "github"
    assert service_of_host("mcp.notion.com") == "notion"  # another host of a product known by its name
    assert service_of_host("files.box.com") == "files.box.com"  # too short a name to be nobody else's
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


def test_families_of_packages():
    assert service_of("python", "azure-keyvault-secrets") == "azure"
    assert service_of("node", "@aws-sdk/client-sqs") == "aws"


def test_services_at_ports():
    assert service_at("localhost", "9090") == "prometheus"
    assert service_at("redis", "6379") == "redis"
    assert service_at("web", "6379") == service_at("localhost", "1") == ""


def test_calls_that_fetch():
    code = "load_dataset(\n  'squad'); load_dataset(path); from_pretrained('/a/b')"
    assert list(fetches(code)) == [("huggingface.co", 0, 23)]


def test_a_cheap_look_for_products():
    assert may_name_services(("the", "slack"))
    assert not may_name_services(("the", "rest"))
