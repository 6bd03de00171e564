from skillrt.gateway.paths import family_of, model_in_path


def test_requests_beside_those_for_answers():
    assert family_of("/v1/models", (("anthropic-version", "2023-06-01"),)) == "anthropic-messages"
    assert family_of("/v1beta/models", ()) == "gemini"
    assert family_of("/v1/models", (("Authorization", "Bearer x"),)) is None


def test_the_model_in_a_path():
    assert model_in_path("/v1beta/models/a%2Fb-1.5:generateContent") == "a/b-1.5"
    assert model_in_path("/v1/messages") == ""
