"""LanguageTool's protocol: requests of its clients, and the responses to them."""

from __future__ import annotations

import json
import socket
import threading
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from summarizer.web.app import create_app
from summarizer.web.upstream import Upstream, UpstreamFailed

WRONG_SUM = "Police arrested 12 people on Tuesday: 7 men and 6 women."
GERMAN_TEXT = (
    "Die Polizei hat am Dienstag in der Stadt zwölf Menschen festgenommen, sieben Männer und sechs Frauen. Sie "
    "sollen in der Nacht durch ein Fenster in das Rathaus eingestiegen sein und dort nach Geld gesucht haben."
)
RIGHT_SUM = "Police arrested 13 people on Tuesday: 7 men and 6 women."
SUPERDESK_ISSUE_TYPES = {  # superdesk-core, superdesk/text_checkers/spellcheckers/languagetool.py
    "misspelling", "whitespace", "other", "grammar", "characters", "typographical", "locale-violation",
}  # fmt: skip
UPSTREAM_MATCH = {
    "message": "Possible spelling mistake found.",
    "shortMessage": "Spelling mistake",
    "replacements": [{"value": "Tuesday"}],
    "offset": 29,
    "length": 7,
    "context": {"text": "...on Tuesday", "offset": 6, "length": 7},
    "sentence": WRONG_SUM,
    "rule": {
        "id": "MORFOLOGIK_RULE_EN_US",
        "description": "Possible spelling mistake",
        "issueType": "misspelling",
        "category": {"id": "TYPOS", "name": "Possible Typo"},
    },
}


def client_of(**options):
    return TestClient(create_app("no-such-model", **options), base_url="http://127.0.0.1:8765")


@pytest.fixture(scope="module")
def client():
    with client_of() as client:
        yield client


def matches_of(client, text=WRONG_SUM, **fields):
    answer = client.post("/v2/check", data={"text": text, "language": "en-GB", **fields})
    assert answer.status_code == 200, answer.text
    return answer.json()["matches"]


def text_at(text, match):
    units = text.encode("utf-16-le")
    return units[2 * match["offset"] : 2 * (match["offset"] + match["length"])].decode("utf-16-le")


# ---- answers ---------------------------------------------------------------------------------------------------------


def test_a_finding_is_one_match_that_names_its_other_places(client):
    answer = client.post("/v2/check", data={"text": WRONG_SUM, "language": "en-GB"}).json()
    (match,) = answer["matches"]
    assert text_at(WRONG_SUM, match) == "12"
    assert match["message"].startswith("7 + 6 = 13, and the text says 12. See also “7” (par 1); “6” (par 1).")
    assert match["shortMessage"] == "Copydesk: please look"
    assert match["sentence"] == WRONG_SUM
    context = match["context"]
    assert context["text"][context["offset"] :][: context["length"]] == "12"
    assert match["rule"]["id"] == "COPYDESK_EQUATION"
    assert match["rule"]["category"] == {"id": "COPYDESK_SUMS", "name": "Copydesk: sums"}
    assert answer["software"]["name"] == "Copydesk"
    assert answer["software"]["apiVersion"] == 1
    assert answer["language"]["code"] == "en-GB"
    assert answer["warnings"] == {"incompleteResults": False}


def test_a_correct_sum_gives_no_match(client):
    assert matches_of(client, RIGHT_SUM) == []


def test_no_client_can_change_a_figure_by_itself(client):
    """`language_tool_python.utils.correct` inserts the first replacement of each match."""
    assert all(match["replacements"] == [] for match in matches_of(client))


def test_superdesk_shows_the_issue_type(client):
    assert {match["rule"]["issueType"] for match in matches_of(client)} <= SUPERDESK_ISSUE_TYPES


def test_the_link_of_a_rule_leads_to_its_documentation(client):
    (match,) = matches_of(client)
    page = client.get(match["rule"]["urls"][0]["value"])
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/plain")
    assert page.text.startswith("equation  EQ01")
    assert client.get("/rules/no-such-rule").status_code == 404


@pytest.mark.parametrize("prefix", ["🚨🚨 ", "\U0001d54a\ufeff ", "soft\u00adhyphen. ", "First line.\r\n\r\n"])
def test_offsets_count_utf16_units_of_what_was_sent(client, prefix):
    text = prefix + WRONG_SUM
    (match,) = matches_of(client, text)
    assert text_at(text, match) == "12"
    context = match["context"]
    assert text_at(context["text"], context) == "12"


def test_the_context_of_a_long_text_is_cut_on_both_sides(client):
    text = f"{'It was a quiet day for most of the town. ' * 3}{WRONG_SUM} {'It was a quiet day. ' * 5}"
    (match,) = matches_of(client, text)
    context = match["context"]
    assert context["text"].startswith("...")
    assert context["text"].endswith("...")
    assert text_at(context["text"], context) == "12"
    assert context["text"][3:-3] in text


def test_notes_are_matches_at_the_level_picky_only(client):
    text = "Support for the plan rose by 7% from 34% to 41% in a year."
    assert matches_of(client, text, level="default") == []
    assert {match["shortMessage"] for match in matches_of(client, text, level="picky")} == {"Copydesk: worth knowing"}


# ---- what clients send -----------------------------------------------------------------------------------------------


def annotated(*parts):
    return json.dumps({"annotation": list(parts)})


def test_markup_is_not_checked_but_counts_in_offsets(client):
    parts = (
        {"markup": "# ", "interpretAs": ""},
        {"text": "Arrests"},
        {"markup": "\n\n", "interpretAs": "\n\n"},
        {"text": "Police arrested "},
        {"markup": "**"},
        {"text": "12"},
        {"markup": "**"},
        {"text": " people on Tuesday 🚨: 7 men and 6 women."},
    )
    original = "".join(part.get("text", part.get("markup")) for part in parts)
    answer = client.post("/v2/check", data={"data": annotated(*parts), "language": "en-US"}).json()
    (match,) = answer["matches"]
    assert text_at(original, match) == "12"
    assert match["sentence"] == "Police arrested 12 people on Tuesday 🚨: 7 men and 6 women."
    assert "par 1" in match["message"]


def test_interpreted_markup_is_marked_as_a_whole(client):
    parts = ({"text": "Police arrested "}, {"markup": "\\twelve{}", "interpretAs": "12"}, {"text": WRONG_SUM[18:]})
    original = "".join(part.get("text", part.get("markup")) for part in parts)
    (match,) = client.post("/v2/check", data={"data": annotated(*parts)}).json()["matches"]
    assert text_at(original, match) == "\\twelve{}"


def test_the_data_of_other_clients_is_read(client):
    for data in (
        json.dumps({"text": WRONG_SUM}),
        annotated(
            {"text": WRONG_SUM, "offset": {"start": 0, "end": len(WRONG_SUM)}}
        ),  # annotatedtext, of the Obsidian plugins
        '{"annotation": [{"text": "\\ud83d "}, {"text": ' + json.dumps(WRONG_SUM) + "}]}",  # half of a surrogate pair
    ):
        answer = client.post("/v2/check", data={"data": data, "language": "auto"})
        assert answer.status_code == 200
        assert len(answer.json()["matches"]) == 1


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "application/json", "text/plain;charset=UTF-8", ""]
)
def test_a_form_is_read_whatever_its_content_type(client, content_type):
    body = urlencode({"text": WRONG_SUM, "language": "en-GB", "apiKey": "k", "motherTongue": "de"})
    answer = client.post("/v2/check", content=body, headers={"content-type": content_type})
    assert len(answer.json()["matches"]) == 1


def test_fields_may_be_in_the_query_string(client):
    answer = client.post("/v2/check?language=en-GB", content=urlencode({"text": WRONG_SUM}))
    assert answer.json()["language"]["code"] == "en-GB"
    assert len(answer.json()["matches"]) == 1


def test_a_slash_too_many_does_no_harm(client):
    answer = client.post("http://127.0.0.1:8765//v2/check", data={"text": WRONG_SUM})
    assert len(answer.json()["matches"]) == 1


def test_a_request_of_ltexs_java_client_is_answered(serve_app):
    """LanguageToolHttpInterface.kt of LTeX+; java.net.http asks for HTTP/2 in the first request to a server."""
    address = serve_app(create_app("a-model"))
    body = urlencode({"language": "en-US", "data": annotated({"text": WRONG_SUM}), "level": "picky"})
    head = (
        "POST /v2/check HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings, close\r\n"
        f"Content-Length: {len(body)}\r\nHost: 127.0.0.1:{address[1]}\r\n"
        "HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAABgAGAAA\r\nUpgrade: h2c\r\n"
        "User-Agent: Java-http-client/21.0.2\r\nAccept: application/json\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    with socket.create_connection(address) as connection:
        connection.sendall((head + body).encode())
        with connection.makefile("rb") as file:
            answer = file.read()
    status, _, content = answer.partition(b"\r\n\r\n")
    assert status.startswith(b"HTTP/1.1 200")
    assert len(json.loads(content)["matches"]) == 1


def test_language_tool_python_shows_what_was_found(serve_app):
    language_tool_python = pytest.importorskip("language_tool_python", reason="language-tool-python is not installed")
    host, port = serve_app(create_app("a-model"))
    text = f"🚨 {WRONG_SUM}"
    with language_tool_python.LanguageTool("en-GB", remote_server=f"http://{host}:{port}") as tool:
        (match,) = tool.check(text)
        assert text[match.offset : match.offset + match.error_length] == "12"
        assert tool.check(WRONG_SUM)[0].matched_text == "12"
        assert match.category == "COPYDESK_SUMS"
        assert match.get_line_and_column(text) == (1, text.index("12") + 1)
        assert tool.correct(text) == text
        assert tool.check(f"🚨 {RIGHT_SUM}") == []
        tool.disabled_rules = {match.rule_id}
        assert match.rule_id not in [other.rule_id for other in tool.check(text)]
        tool.disabled_rules = set()
        tool.disabled_categories = {match.category}
        assert tool.check(text) == []


# ---- languages -------------------------------------------------------------------------------------------------------


def test_it_says_which_languages_it_checks(client):
    languages = client.get("/v2/languages").json()
    assert {"name": "English (US)", "code": "en", "longCode": "en-US"} in languages
    assert {language["code"] for language in languages} == {"en"}


@pytest.mark.parametrize("language", ["auto", "en", "en-US", "en-ZA", "en_gb", ""])
def test_english_is_checked(client, language):
    assert len(matches_of(client, language=language)) == 1


@pytest.mark.parametrize("language", ["de-DE", "fr", "eng-lish", "x"])
def test_another_language_is_not_checked_and_the_answer_says_so(client, language):
    answer = client.post("/v2/check", data={"text": WRONG_SUM, "language": language}).json()
    assert answer["matches"] == []
    assert answer["language"]["code"].lower() == language.lower()
    assert answer["warnings"]["incompleteResults"] is True
    assert language in answer["warnings"]["incompleteResultsReason"]


def test_a_text_that_does_not_read_like_english_is_reported_as_not_checked(client):
    text = "Die Polizei hat am Dienstag in der Stadt 12 Menschen festgenommen, darunter 7 Männer und 6 Frauen. " * 3
    answer = client.post("/v2/check", data={"text": text, "language": "auto"}).json()
    assert answer["matches"] == []
    assert "Not checked" in answer["warnings"]["incompleteResultsReason"]
    assert answer["language"]["detectedLanguage"]["code"] != "en"


def test_the_answer_names_the_preferred_variant_of_english(client):
    answer = client.post(
        "/v2/check", data={"text": WRONG_SUM, "language": "auto", "preferredVariants": "de-DE,en-US"}
    ).json()
    assert answer["language"]["code"] == "en-US"


# ---- choosing rules --------------------------------------------------------------------------------------------------


EQUATION, LAID_OUT = "COPYDESK_EQUATION", "COPYDESK_LAID_OUT"  # both tie these figures; only the first one is reported


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"disabledRules": ""}, [EQUATION]),
        ({"disabledRules": "WHITESPACE_RULE,COPYDESK_SAME_FACT"}, [EQUATION]),
        ({"disabledRules": EQUATION}, [LAID_OUT]),
        ({"disabledRules": "EQ01"}, [LAID_OUT]),
        ({"disabledRules": f"WHITESPACE_RULE, equation,{LAID_OUT}"}, []),
        ({"disabledCategories": "TYPOS,COPYDESK_LISTS"}, [EQUATION]),
        ({"disabledCategories": "COPYDESK_SUMS"}, []),
        ({"enabledRules": "COPYDESK_SAME_FACT"}, [EQUATION]),  # in addition to the others
        ({"enabledRules": "COPYDESK_SAME_FACT", "enabledOnly": "false"}, [EQUATION]),
        ({"enabledRules": "COPYDESK_SAME_FACT", "enabledOnly": "true"}, []),
        ({"enabledRules": LAID_OUT, "enabledOnly": "true"}, [LAID_OUT]),
        ({"enabledRules": EQUATION, "disabledRules": EQUATION, "enabledOnly": "true"}, []),
        ({"enabledCategories": "COPYDESK_SUMS", "enabledOnly": "true"}, [EQUATION]),
        ({"enabledCategories": "TYPOS", "enabledOnly": "true"}, []),
    ],
)
def test_rules_and_categories_can_be_chosen(client, fields, rules):
    assert [match["rule"]["id"] for match in matches_of(client, **fields)] == rules


# ---- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"language": "en"}, "'text' or 'data'"),
        ({"data": "{"}, "no JSON"),
        ({"data": "[]"}, "'annotation'"),
        ({"data": '{"annotation": [{"text": 1}]}'}, "'text', or 'markup'"),
        ({"data": '{"annotation": [{"text": "a", "markup": "b"}]}'}, "'text', or 'markup'"),
        ({"data": "[" * 100_000}, "nested"),
        ({"text": WRONG_SUM, "enabledOnly": "true"}, "'enabledOnly' needs"),
        ({f"field{number}": "x" for number in range(101)}, "fields"),
    ],
)
def test_an_invalid_request_is_refused_as_languagetool_refuses_it(client, fields, message):
    answer = client.post("/v2/check", data=fields)
    assert answer.status_code == 400
    assert answer.text.startswith("Error: ")
    assert message in answer.text


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b"])
def test_an_empty_text_has_no_matches(client, text):
    assert matches_of(client, text) == []


def test_a_text_above_the_limit_is_refused(client, monkeypatch):
    monkeypatch.setattr("summarizer.web.languagetool.MAX_BYTES", 50)
    assert client.post("/v2/check", data={"text": WRONG_SUM}).status_code == 400
    assert client.post("/v2/check", data={"data": annotated({"markup": "x" * 51})}).status_code == 400


@pytest.mark.parametrize(("word", "status"), [("HANGS", 503), ("DIES", 503), ("RAISES", 500)])
def test_a_check_that_fails_is_an_error_and_not_an_empty_answer(failing_checks, word, status):
    app = create_app("a", check=failing_checks.check, deadline=2)
    with TestClient(app, base_url="http://127.0.0.1:8765", raise_server_exceptions=False) as client:
        answer = client.post("/v2/check", data={"text": f"{WRONG_SUM} {getattr(failing_checks, word)}"})
    assert answer.status_code == status


def test_only_allowed_origins_may_ask():
    client = client_of(origins=["app://obsidian.md"])
    with client:
        named = client.post("/v2/check", data={"text": WRONG_SUM}, headers={"origin": "app://obsidian.md"})
        assert named.status_code == 200
        assert named.headers["access-control-allow-origin"] == "app://obsidian.md"
        assert (
            client.post("/v2/check", data={"text": WRONG_SUM}, headers={"origin": "https://x.example"}).status_code
            == 403
        )


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_a_json_object_is_read_as_the_form_of_its_fields(content_type):
    body = {"text": WRONG_SUM, "language": "en-GB", "disabledRules": ["A", "B"], "enabledOnly": False, "dicts": None}
    with client_of() as client:
        answer = client.post("/v2/check", content=json.dumps(body), headers={"content-type": content_type})
        data_body = {"data": {"annotation": [{"text": WRONG_SUM}]}}
        data_answer = client.post("/v2/check", content=json.dumps(data_body))
        other_rules_answer = client.post(
            "/v2/check", content=json.dumps(body | {"enabledOnly": True, "enabledRules": ["COPYDESK_SAME_FACT"]})
        )
        surrogate_answer = client.post("/v2/check", content=f'{{"text": "\\ud83d {WRONG_SUM}"}}')
    assert [match["rule"]["id"] for match in answer.json()["matches"]] == ["COPYDESK_EQUATION"]
    assert [match["offset"] for match in surrogate_answer.json()["matches"]] == [
        answer.json()["matches"][0]["offset"] + 2
    ]
    assert data_answer.json()["matches"] == answer.json()["matches"]
    assert other_rules_answer.json()["matches"] == []


@pytest.mark.parametrize("body", ["{", '{"txt": "a"}', "[" * 100_000, '["text"]', "{" * 100_000])
def test_a_body_that_is_neither_a_form_nor_an_object_is_refused_with_an_explanation(body):
    with client_of() as client:
        answer = client.post("/v2/check", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert "a JSON object of these fields" in answer.text


# ---- another server's matches ----------------------------------------------------------------------------------------


def test_the_matches_of_another_server_are_merged(guarded_site):
    body = json.dumps({"matches": [UPSTREAM_MATCH], "language": {"name": "English (US)", "code": "en-US"}})
    guarded_site.put("/v2/check", body.encode(), "application/json")
    with client_of(upstream=Upstream(f"{guarded_site.url}/v2/")) as client:
        answer = client.post("/v2/check", data={"text": WRONG_SUM, "language": "auto", "level": "picky"}).json()
    assert [match["rule"]["id"] for match in answer["matches"]] == ["COPYDESK_EQUATION", "MORFOLOGIK_RULE_EN_US"]
    assert answer["matches"][1] == UPSTREAM_MATCH
    assert answer["language"]["code"] == "en-US"
    assert answer["warnings"] == {"incompleteResults": False}
    assert guarded_site.posted == [urlencode({"text": WRONG_SUM, "language": "auto", "level": "picky"}).encode()]


def test_another_server_checks_the_languages_that_copydesk_does_not(guarded_site):
    guarded_site.put("/v2/check", json.dumps({"matches": [UPSTREAM_MATCH]}).encode(), "application/json")
    german = [{"name": "German", "code": "de", "longCode": "de-DE"}, {"name": "E", "code": "en", "longCode": "en-US"}]
    guarded_site.put("/v2/languages", json.dumps(german).encode(), "application/json")
    with client_of(upstream=Upstream(guarded_site.url)) as client:
        assert matches_of(client, language="de-DE") == [UPSTREAM_MATCH]
        answer = client.post("/v2/check", data={"text": WRONG_SUM, "language": "de-DE"}).json()
        assert answer["warnings"] == {"incompleteResults": False}  # nothing of the text is left unchecked
        answer = client.post("/v2/check", data={"text": GERMAN_TEXT, "language": "auto"}).json()
        assert "Not checked" in answer["warnings"]["incompleteResultsReason"]  # English, for them?
        as_german = {"matches": [UPSTREAM_MATCH], "language": {"name": "German", "code": "de-DE"}}
        guarded_site.put("/v2/check", json.dumps(as_german).encode(), "application/json")
        answer = client.post("/v2/check", data={"text": GERMAN_TEXT, "language": "auto"}).json()
        assert answer["warnings"] == {"incompleteResults": False}
        languages = client.get("/v2/languages").json()
    assert german[0] in languages
    assert german[1] not in languages


@pytest.mark.parametrize("languages", ['[{"longCode": ["de-DE"]}]', '[{"name": "German"}]', "[1]", "{}"])
def test_what_is_no_list_of_languages_adds_none(guarded_site, languages):
    guarded_site.put("/v2/languages", languages.encode(), "application/json")
    with client_of(upstream=Upstream(guarded_site.url)) as client:
        answer = client.get("/v2/languages")
    assert answer.status_code == 200
    assert {language["code"] for language in answer.json()} == {"en"}


def test_a_name_of_a_field_that_no_text_can_have_is_sent_on_as_a_replacement(guarded_site):
    guarded_site.put("/v2/check", json.dumps({"matches": [UPSTREAM_MATCH]}).encode(), "application/json")
    with client_of(upstream=Upstream(guarded_site.url)) as client:
        answer = client.post("/v2/check", content=f'{{"text": "{WRONG_SUM}", "\\ud83d": "a"}}')
    assert answer.status_code == 200
    assert guarded_site.posted == [urlencode({"text": WRONG_SUM, "\ufffd": "a"}).encode()]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 500),
        (b"not json", 200),
        (b"[]", 200),
        (b'{"matches": 1}', 200),
        (b'{"matches": [{"offset": "1", "length": 2}]}', 200),
        (b"[" * 100_000, 200),
    ],
)
def test_copydesks_matches_are_kept_if_another_server_fails(guarded_site, body, status):
    guarded_site.put("/v2/check", body, "application/json", status)
    with client_of(upstream=Upstream(guarded_site.url)) as client:
        answer = client.post("/v2/check", data={"text": WRONG_SUM}).json()
        assert client.get("/v2/languages").json()[0]["code"] == "en"
    assert len(answer["matches"]) == 1
    assert answer["warnings"]["incompleteResults"] is True
    assert guarded_site.url in answer["warnings"]["incompleteResultsReason"]


def test_copydesks_matches_are_kept_if_another_server_is_unreachable():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with client_of(upstream=Upstream(url)) as client:
            answer = client.post("/v2/check", data={"text": WRONG_SUM}).json()
    assert len(answer["matches"]) == 1
    assert f"{url} did not answer" in answer["warnings"]["incompleteResultsReason"]


def test_another_server_that_takes_too_long_fails():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        upstream = Upstream(f"http://127.0.0.1:{silent.getsockname()[1]}", seconds=0.2)
        with pytest.raises(UpstreamFailed, match=r"took longer than 0\.2 seconds to answer$"):
            upstream.check({"text": WRONG_SUM})


def test_a_server_on_another_machine_is_sent_nothing_by_default(monkeypatch):
    sent = []
    monkeypatch.setattr(Upstream, "_pool", lambda *_: sent.append(1))
    with pytest.raises(UpstreamFailed, match="not on this machine"):
        Upstream("http://192.0.2.1:8081").check({"text": WRONG_SUM})
    assert sent == []


def test_a_host_name_that_resolves_to_another_machine_on_connection_is_sent_nothing(monkeypatch):
    answers = iter([True, False])  # of the look-up, then of the connection
    monkeypatch.setattr("summarizer.web.upstream.is_loopback", lambda address: next(answers))
    with socket.create_server(("127.0.0.1", 0)) as server:
        with pytest.raises(UpstreamFailed, match="not on this machine"):
            Upstream(f"http://127.0.0.1:{server.getsockname()[1]}").check({"text": WRONG_SUM})
        connection, _ = server.accept()
        with connection:
            assert connection.recv(1) == b""


def test_a_broken_connection_to_another_server_is_explained_in_plain_words():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def break_off() -> None:
            connection, _ = listener.accept()
            connection.recv(10)
            connection.close()

        breaking = threading.Thread(target=break_off)
        breaking.start()
        upstream = Upstream(f"http://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(UpstreamFailed, match="broke off the connection"):
            upstream.check({"text": WRONG_SUM})
        breaking.join()


@pytest.mark.parametrize(
    "url", ["localhost:8081", "ftp://x.example", "http://", "http://a:b@x.example", "http://x/?q=1"]
)
def test_an_invalid_server_address_is_refused(url):
    with pytest.raises(ValueError, match=r"\w"):
        Upstream(url)
