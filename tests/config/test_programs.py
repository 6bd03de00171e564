from skillrt.config import variables_of_installers


def test_what_would_change_what_is_installed_stays_behind():
    given = {
        "PATH": "/bin",
        "PIP_INDEX_URL": "x",
        "PYTHONPATH": "x",
        "VIRTUAL_ENV": "x",
        "NODE_OPTIONS": "x",
        "UV_CONSTRAINT": "x",
        "UV_EXCLUDE_NEWER": "x",
        "npm_config_prefix": "x",
        "npm_config_ignore_scripts": "false",
    }
    found = variables_of_installers(given)
    assert found == {"PATH": "/bin", "UV_NATIVE_TLS": "true", "UV_SYSTEM_CERTS": "true"}


def test_how_to_reach_an_index_goes_along():
    given = {
        "UV_DEFAULT_INDEX": "a",
        "UV_INDEX_TEAM_PASSWORD": "b",
        "npm_config_registry": "c",
        "NPM_CONFIG_CAFILE": "d",
        "https_proxy": "e",
        "UV_SYSTEM_CERTS": "false",
    }
    assert variables_of_installers(given) == {**given, "UV_NATIVE_TLS": "true"}
