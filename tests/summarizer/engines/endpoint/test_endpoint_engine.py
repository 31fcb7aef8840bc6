"""The engine of served models against a server that behaves, and against servers that do not."""

from __future__ import annotations

import json
import socket

import httpcore2
import pytest

from summarizer.engines.endpoint import http_client, prompt_length
from summarizer.engines.endpoint.engine import EndpointEngine
from summarizer.engines.endpoint.ollama import running_models
from summarizer.engines.endpoint.reply import without_reasoning
from summarizer.engines.interface import Finish, Options
from summarizer.models.endpoints import Endpoint, EndpointOptions, ServerKind, endpoint_of, ollama_url
from summarizer.models.errors import EngineFailed, RemoteRefused, UnknownModel

STORY = "The council voted on Tuesday to close two of its five libraries. " * 10
SAMPLING = Options(temperature=0.5)


def prompt_of(engine: EndpointEngine, story: str = STORY) -> str:
    return engine.summary_prompt(story, sentences=3, words=40)


def write(model: str, **arguments):
    """One greedy text and two samples."""
    engine = EndpointEngine(model)
    prompt = prompt_of(engine)
    return engine.generate([prompt, prompt], n=[1, 2], options=[Options(beams=4), SAMPLING], **arguments)


# ---- a server that behaves -------------------------------------------------------------------------------------------


def test_a_greedy_draft_and_samples_with_their_scores(server, model) -> None:
    [[greedy], samples] = write(model)
    assert (greedy.text, greedy.finish, greedy.score) == (server.draft, Finish.STOP, -0.25)
    assert [sample.text for sample in samples] == [server.draft] * 2
    assert greedy.tokens == len(server.draft.split())


def test_without_log_probabilities_scores_are_zero(server, model) -> None:
    server.log_probability = None
    assert {generation.score for generations in write(model) for generation in generations} == {0.0}


def test_an_empty_text_beside_others_has_no_score_of_its_own(server) -> None:
    scored = {"index": 0, "message": {"content": "Two close."}, "logprobs": {"content": [{"logprob": -0.5}]}}
    choices = [choice | {"finish_reason": "stop"} for choice in (scored, {"index": 1, "message": {"content": ""}})]
    server.raw = lambda path: json.dumps({"choices": choices}).encode() if "chat" in path else None
    engine = EndpointEngine(f"http://{server.address}/v1#tiny")
    [texts] = engine.generate([prompt_of(engine)], n=2, options=SAMPLING)
    assert [(text.text, text.score) for text in texts] == [("Two close.", -0.5), ("", 0.0)]


def test_greedy_decoding_gives_one_text(server, model) -> None:
    engine = EndpointEngine(model)
    [texts] = engine.generate([prompt_of(engine)], n=3)
    assert [text.text for text in texts] == [server.draft]


def test_ollama_is_told_the_context_and_not_to_reason(server) -> None:
    server.extra_facts = {"capabilities": ["completion", "thinking"]}
    write("ollama:tiny:1b", seed=7)
    greedy, first, second = server.chats()
    assert greedy["options"]["num_ctx"] == 8192
    assert (greedy["think"], greedy["truncate"], greedy["options"]["temperature"]) == (False, False, 0.0)
    assert first["options"]["temperature"] == 0.5
    assert first["options"]["seed"] != second["options"]["seed"]
    assert "closing two" not in greedy["messages"][0]["content"]
    assert STORY.strip() in greedy["messages"][0]["content"]


def test_a_shorter_context_of_the_model_is_kept_to(server) -> None:
    server.context_length = 2048
    engine = EndpointEngine("ollama:tiny:1b")
    assert engine.context_length == 2048
    assert 0 < engine.max_article_tokens(Options()) < 2048
    with pytest.raises(EngineFailed, match="does not fit"):
        engine.generate([prompt_of(engine, "word " * 3000)])
    assert server.chats() == []


def test_several_texts_come_in_one_request(server) -> None:
    write(f"http://{server.address}/v1#tiny")
    assert [chat["n"] for chat in server.chats()] == [1, 2]


def test_a_server_that_returns_fewer_texts_is_asked_again(server) -> None:
    server.max_choices = 1
    [_, samples] = write(f"http://{server.address}/v1#tiny")
    assert [sample.text for sample in samples] == [server.draft] * 2
    _, first, second = server.chats()
    assert (first["n"], second["n"]) == (2, 1)
    assert first["seed"] != second["seed"]


def test_a_server_that_takes_nothing_unusual_is_asked_plainly(server) -> None:
    server.refuses_extras = True
    [_, samples] = write(f"http://{server.address}/v1#tiny")
    assert [sample.text for sample in samples] == [server.draft] * 2
    assert ["n" in chat for chat in server.chats()] == [True, False, False, False]


def test_an_answer_that_is_not_streamed_is_read_too(server) -> None:
    whole = {"choices": [{"index": 0, "message": {"content": "Two close."}, "finish_reason": "stop"}]}
    server.raw = lambda path: json.dumps(whole, indent=1).encode() if "chat" in path else None
    assert write(f"http://{server.address}/v1#tiny")[0][0].text == "Two close."


def test_the_key_comes_from_the_environment_and_goes_to_that_protocol_only(server, monkeypatch) -> None:
    monkeypatch.setenv("COPYDESK_API_KEY", "a-secret")
    write(f"http://{server.address}/v1#tiny")
    assert {request.headers.get("Authorization") for request in server.requests} == {"Bearer a-secret"}
    server.requests.clear()
    write("ollama:tiny:1b")
    assert {request.headers.get("Authorization") for request in server.requests} == {None}


def test_a_text_that_does_not_end_is_cut_and_marked(server, model) -> None:
    server.draft = "on and " * 200
    engine = EndpointEngine(model)
    [[generation]] = engine.generate([prompt_of(engine)], options=Options(max_tokens=12))
    assert generation.finish is Finish.LENGTH
    assert len(generation.text.split()) <= 14


def test_the_estimate_of_tokens_is_rather_high() -> None:
    engine = object.__new__(EndpointEngine)
    assert engine.count("") == 0
    assert engine.count("The council closes 2 of 5.") == 9
    assert engine.count("Nineteen Überflieger: €1,234.50") >= 12


# ---- reasoning -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<think>Let me see.</think>\n\nTwo close.", "Two close."),
        ("<think>Let me see", ""),
        ("Let me see.</think>Two close.", "Two close."),
        ("<THINKING>a <think>b</think> c</THINKING>Two close.", "Two close."),
        ("[THINK]Hm.[/THINK]Two close.", "Two close."),
        ("They think <5 and >3 close.", "They think <5 and >3 close."),
        ("", ""),
    ],
)
def test_reasoning_is_no_part_of_the_text(text: str, kept: str) -> None:
    assert without_reasoning(text) == kept


def test_reasoning_of_either_kind_leaves_the_text_alone(server, model) -> None:
    server.reasoning = "The user wants a summary."
    server.draft = "<think> " + "Well, " * 150 + "</think> Two libraries close."
    [[greedy], _] = write(model)
    assert (greedy.text, greedy.finish, greedy.tokens) == ("Two libraries close.", Finish.STOP, 4)


@pytest.mark.parametrize("draft", ["<think> on and on", ""])
def test_nothing_but_reasoning_is_an_error_that_says_what_to_do(server, model, draft) -> None:
    server.draft = draft
    with pytest.raises(EngineFailed, match="choose a model that answers without reasoning"):
        write(model)


def test_a_page_in_place_of_an_answer_cannot_be_understood(server, model) -> None:
    engine = EndpointEngine(model)
    server.raw = lambda path: b"<html>\n<body>Hi</body>\n</html>\n" if "chat" in path else None
    with pytest.raises(EngineFailed, match="cannot be understood: check that the address"):
        engine.generate([prompt_of(engine)])


# ---- prompts that were cut -------------------------------------------------------------------------------------------


def test_a_prompt_that_the_server_cut_is_refused(server, model) -> None:
    server.prompt_tokens = lambda words: 66
    with pytest.raises(EngineFailed, match="cut the prompt: it read 66 tokens"):
        write(model)


def test_a_server_that_leaves_out_cached_tokens_is_believed_after_one_more_request(server, model) -> None:
    counts = iter([3, 200])
    server.prompt_tokens = lambda words: next(counts, 3)
    [[greedy], _] = write(model)
    assert greedy.text == server.draft


def test_a_server_that_does_not_count_is_not_taken_to_have_read_all(server, model) -> None:
    server.prompt_tokens = lambda words: 0
    engine = EndpointEngine(model)
    assert engine.confirms_prompts
    [[greedy]] = engine.generate([prompt_of(engine)])
    assert greedy.text == server.draft
    assert not engine.confirms_prompts


def test_a_count_that_is_missing_for_a_prompt_read_before_is_no_matter(server, model) -> None:
    """Some versions of Ollama give none where all of the prompt was in the cache."""
    counts = iter([200])
    server.prompt_tokens = lambda words: next(counts, 0)
    engine = EndpointEngine(model)
    engine.generate([prompt_of(engine)] * 2, n=[1, 2])
    assert engine.confirms_prompts


ARTICLE = " ".join([prompt_length.LONG_TEXT] * 8)


@pytest.mark.parametrize(
    ("share", "is_cut"),  # of the words, of which the server makes 4/3 tokens, or what is left of them
    [(4 / 3, False), (1.25, False), (1.05, True), (1.0, True)],
)
def test_a_prompt_that_was_cut_by_a_quarter_is_refused(server, model, share: float, is_cut: bool) -> None:
    def tokens(words: int) -> int:
        return int(words * (share if words > 200 else 4 / 3))

    server.prompt_tokens = tokens
    engine = EndpointEngine(model)
    for _ in range(2):
        asked = len(server.chats())
        if is_cut:
            with pytest.raises(EngineFailed, match="cut the prompt"):
                engine.generate([prompt_of(engine, ARTICLE)])
        else:
            engine.generate([prompt_of(engine, ARTICLE)])
    assert len(server.chats()) - asked <= 2  # what was learned of the tokenizer is kept


def test_a_tokenizer_with_few_tokens_is_learned_and_believed(server, model) -> None:
    server.prompt_tokens = lambda words: 30 + int(words * 1.1)
    engine = EndpointEngine(model)
    engine.generate([prompt_of(engine, ARTICLE)])
    assert len(server.chats()) == 3  # the article, and twice a short text
    engine.generate([prompt_of(engine, f"{ARTICLE} {ARTICLE}")])
    assert len(server.chats()) == 4


def test_a_prompt_that_the_server_finds_too_long_says_what_to_do(server, model) -> None:
    engine = EndpointEngine(model)
    server.statuses, server.reason = [400], "the request exceeds the available context size"
    with pytest.raises(EngineFailed, match=r"cannot take so long a prompt: .* longer context"):
        engine.generate([prompt_of(engine)])
    assert len(server.chats()) == 1


@pytest.mark.parametrize("field", ["logprobs", "finish_reason", "message"])
def test_fields_that_are_null_are_as_if_they_were_not_there(server, field) -> None:
    choice = {"index": 0, "delta": {"content": "Two close."}, field: None}
    last = {"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": None, "error": None}
    events = ({"choices": [choice], "usage": None}, last)
    stream = b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in events) + b"data: [DONE]\n\n"
    server.raw = lambda path: stream if "chat" in path else None
    engine = EndpointEngine(f"http://{server.address}/v1#tiny")
    [[text]] = engine.generate([prompt_of(engine)])
    assert (text.text, text.finish, text.score) == ("Two close.", Finish.STOP, 0.0)


def test_an_error_in_the_middle_of_the_answer_is_told(server, model) -> None:
    engine = EndpointEngine(model)
    error = b'{"error": {"message": "out of\\n memory"}}\n'
    server.raw = lambda path: error if path == "/api/chat" else b"data: " + error
    with pytest.raises(EngineFailed, match=r"could not run tiny\S* \(out of memory\)"):
        engine.generate([prompt_of(engine)])


def test_a_proxy_of_the_environment_is_not_used(server, model, monkeypatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert write(model)[0][0].text == server.draft


# ---- servers that do not behave --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        b"<html>Hello</html>\n",
        b"[1, 2]\n",
        b'{"message": {"content": 7}, "choices": [{"index": 0, "delta": {"content": 7}}]}\n',
        b'{"message": "x", "choices": ["x"]}\n',
        b'{"message": [], "choices": {}}\n',
        b"[" * 100_000 + b"\n",
        b"\xff\xfe\n",
        b"",
    ],
)
def test_what_is_no_answer_is_an_error(server, model, raw) -> None:
    engine = EndpointEngine(model)
    server.raw = lambda path: raw if path == "/api/chat" else b"data: " + raw + b"\n"
    with pytest.raises(EngineFailed, match=r"cannot be understood|broke off"):
        engine.generate([prompt_of(engine)])


def test_scores_that_are_no_numbers_are_left_out(server, model) -> None:
    server.log_probability = float("nan")
    assert write(model)[0][0].score == 0.0


def test_an_answer_that_is_far_too_large_is_given_up(server, model, monkeypatch) -> None:
    monkeypatch.setattr(http_client, "MAX_ANSWER_BYTES", 100_000)
    engine = EndpointEngine(model)
    server.raw = lambda path: b" " * 200_000
    with pytest.raises(EngineFailed, match="far more than a summary has"):
        engine.generate([prompt_of(engine)])


@pytest.mark.parametrize("protocol", ["ollama", "openai"])
def test_silence_in_the_middle_of_an_answer_ends_it_before_the_timeout(server, protocol, monkeypatch) -> None:
    monkeypatch.setattr(http_client, "SILENCE_SECONDS", 0.1)
    server.silent_after = 10
    engine = EndpointEngine("ollama:tiny:1b" if protocol == "ollama" else f"http://{server.address}/v1#tiny")
    with pytest.raises(EngineFailed, match=r"in the middle of its answer and sent nothing for 0\.1 s.*See its log"):
        engine.generate([prompt_of(engine)])


def test_a_model_that_takes_long_to_load_is_waited_for(server, model, monkeypatch) -> None:
    """Nothing, or only the event with the role, was sent yet: the time for the whole request counts."""
    monkeypatch.setattr(http_client, "SILENCE_SECONDS", 0.0)
    monkeypatch.setattr(http_client, "BEGUN_BYTES", 1_000_000)
    engine = EndpointEngine(model)
    [[greedy]] = engine.generate([prompt_of(engine)])
    assert greedy.text == server.draft


def test_silence_ends_with_advice(server, model) -> None:
    server.silent_after = 3
    engine = EndpointEngine(model, EndpointOptions(timeout=0.2))
    with pytest.raises(EngineFailed, match=r"took longer than 0\.2 s.*--timeout"):
        engine.generate([prompt_of(engine)])


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_but_not_for_ever(server, model, status) -> None:
    engine = EndpointEngine(model)
    server.statuses = [status, status]
    assert engine.generate([prompt_of(engine)])[0][0].text == server.draft
    server.statuses = [status] * 9
    with pytest.raises(EngineFailed, match=f"busy.*{status}"):
        engine.generate([prompt_of(engine)])
    assert len(server.statuses) == 5


def test_a_redirect_is_not_followed(server, model) -> None:
    engine = EndpointEngine(model)
    server.statuses = [307]
    with pytest.raises(EngineFailed, match="redirect"):
        engine.generate([prompt_of(engine)])
    assert len(server.chats()) == 1


def test_a_server_that_has_gone_is_tried_again_and_then_only_once(server, model, monkeypatch) -> None:
    engine = EndpointEngine(model)
    server.close()
    attempts = []
    connect = httpcore2.AnyIOBackend.connect_tcp
    monkeypatch.setattr(
        httpcore2.AnyIOBackend, "connect_tcp", lambda *where, **how: attempts.append(1) or connect(*where, **how)
    )
    for expected in (4, 5):
        with pytest.raises(EngineFailed, match=r"is not running at 127\.0\.0\.1"):
            engine.generate([prompt_of(engine)])
        assert len(attempts) == expected


def test_a_model_that_is_not_there_says_how_to_get_it(server) -> None:
    server.statuses = [404]
    with pytest.raises(UnknownModel, match="`ollama pull big:9b` fetches it"):
        EndpointEngine("ollama:big:9b")
    engine = EndpointEngine(f"http://{server.address}/v1#big")
    server.statuses = [404]
    with pytest.raises(UnknownModel, match="it offers tiny"):
        engine.generate([prompt_of(engine)])


# ---- giving up -------------------------------------------------------------------------------------------------------


def test_cancelling_returns_what_there_is_and_hangs_up(server, model) -> None:
    server.silent_after = 3
    engine = EndpointEngine(model)
    looks = iter([False] * 8)
    prompt = prompt_of(engine)
    first, second = engine.generate(
        [prompt, prompt], n=[1, 2], options=[Options(), SAMPLING], cancel=lambda: next(looks, True)
    )
    assert [generation.finish for generation in (*first, *second)] == [Finish.CANCELLED] * 3
    assert first[0].text in ("", "The", "The town", "The town council")
    assert len(server.chats()) <= 1


def test_giving_up_ends_the_connection_of_a_silent_server() -> None:
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        endpoint = Endpoint(ServerKind.OLLAMA, f"http://127.0.0.1:{listening.getsockname()[1]}", "tiny")
        client = http_client.HttpClient(endpoint, EndpointOptions(), start_advice="")
        accepted: list[socket.socket] = []

        def has_the_request() -> bool:
            if not accepted:
                accepted.append(listening.accept()[0])
                requests.append(accepted[0].recv(65_536))
            return True

        assert list(client.lines("GET", "/api/tags", None, has_the_request)) == []
        with accepted[0] as connection:
            assert connection.recv(65_536) == b""  # hung up
    assert requests[0].startswith(b"GET /api/tags HTTP/1.1\r\n")
    assert f"Host: {endpoint.address}\r\n".encode() in requests[0]


def test_a_time_limit_of_the_caller_returns_what_there_is(server, model) -> None:
    server.silent_after = 0
    engine = EndpointEngine(model)
    [[generation]] = engine.generate([prompt_of(engine)], timeout=0.2)
    assert (generation.text, generation.finish) == ("", Finish.TIMEOUT)


# ---- addresses -------------------------------------------------------------------------------------------------------


def resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[object]:
    """Has every host name lead to these addresses; returns the list of connections that are opened."""
    opened: list[object] = []
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **_: [(socket.AF_INET, 1, 6, "", (ip, port)) for ip in addresses]
    )
    monkeypatch.setattr(httpcore2.AnyIOBackend, "connect_tcp", lambda *where, **_: opened.append(where))
    return opened


@pytest.mark.parametrize(
    "addresses", [("203.0.113.9",), ("10.0.0.7",), ("127.0.0.1", "203.0.113.9"), ("0.0.0.0",), ("169.254.169.254",)]
)
@pytest.mark.parametrize("name", ["http://localhost.example:8080/v1#tiny", "ollama:tiny"])
def test_another_machine_is_refused_before_a_connection_is_opened(monkeypatch, addresses, name) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "gpu.example")
    opened = resolving_to(monkeypatch, *addresses)
    with pytest.raises(RemoteRefused, match="add --allow-remote"):
        EndpointEngine(name)
    assert opened == []


def test_a_name_that_leads_elsewhere_later_is_refused_then(server, model, monkeypatch) -> None:
    engine = EndpointEngine(model)
    opened = resolving_to(monkeypatch, "203.0.113.9")
    with pytest.raises(RemoteRefused):
        engine.generate([prompt_of(engine)])
    assert opened == []


def test_another_machine_that_is_allowed_is_named(server, model, monkeypatch) -> None:
    monkeypatch.setattr(http_client, "is_loopback", lambda address: False)
    engine = EndpointEngine(model, EndpointOptions(allow_remote=True))
    assert engine.remote_host == server.address


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("ollama:tiny:1b", {"remote_host": "https://ollama.com:443"}),
        ("ollama:big:120b-cloud", {}),
        ("ollama:big:cloud", {}),
    ],
)
def test_a_model_that_ollama_runs_elsewhere_is_on_another_machine(server, name, facts) -> None:
    server.extra_facts = facts
    with pytest.raises(RemoteRefused, match=r"ollama\.com"):
        EndpointEngine(name)
    assert server.chats() == []
    assert EndpointEngine(name, EndpointOptions(allow_remote=True)).remote_host == "ollama.com"


@pytest.mark.parametrize(
    ("stated", "url"),
    [
        ("", "http://127.0.0.1:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:9000", "http://127.0.0.1:9000"),
        (":9000", "http://127.0.0.1:9000"),
        ("localhost", "http://localhost:11434"),
        ("::1", "http://[::1]:11434"),
        ("[::1]:9000", "http://[::1]:9000"),
        ("https://gpu.example/ollama/", "https://gpu.example:443/ollama"),
        ("http://gpu.example", "http://gpu.example:80"),
    ],
)
def test_where_ollama_is_is_read_as_ollama_reads_it(monkeypatch, stated, url) -> None:
    monkeypatch.setenv("OLLAMA_HOST", stated)
    assert ollama_url() == url


@pytest.mark.parametrize(
    ("name", "base_url", "url", "model"),
    [
        ("http://127.0.0.1:8080#a", "", "http://127.0.0.1:8080/v1", "a"),
        ("http://[::1]:8080/v1/#org/a:b", "", "http://[::1]:8080/v1", "org/a:b"),
        ("openai:a", "http://localhost:1234/v1", "http://localhost:1234/v1", "a"),
    ],
)
def test_what_names_a_server(name, base_url, url, model) -> None:
    endpoint = endpoint_of(name, EndpointOptions(base_url))
    assert (endpoint.url, endpoint.model) == (url, model)


@pytest.mark.parametrize(
    "name",
    [
        "ollama:",
        "openai:a",
        "http://127.0.0.1:8080/v1",
        "http://127.0.0.1:99999/v1#a",
        "http://me:secret@127.0.0.1/v1#a",
        "http://127.0.0.1/v1?key=secret#a",
        "http:///v1#a",
        "http://127.0.0.1 .example/v1#a",
    ],
)
def test_what_names_none_says_what_to_give_and_no_secret(name) -> None:
    with pytest.raises(UnknownModel) as refused:
        endpoint_of(name)
    assert "me:secret" not in str(refused.value)


def test_the_models_of_ollama_are_listed(server) -> None:
    [model] = running_models()
    listed = model.as_listed()
    assert (listed.name, listed.bytes, listed.revision) == ("ollama:tiny:1b", 1_300_000_000, "c0ffeec0ffee")


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b'{"models": 3}', b'{"models": null}', b'{"models": [3, {"name": "\\u001b[2J"}, {"name": null}]}'],
)
def test_a_list_that_is_none_is_empty(server, raw) -> None:
    server.raw = lambda path: raw
    assert not running_models()


def test_without_ollama_none_is_listed(server, monkeypatch) -> None:
    server.close()
    assert not running_models()
    monkeypatch.setenv("OLLAMA_HOST", "gpu.example")
    opened = resolving_to(monkeypatch, "203.0.113.9")
    assert not running_models()
    assert opened == []
