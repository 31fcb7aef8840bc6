"""Search, with a model that is a table: the probability of each token after each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from summarizer.engines.embedded import search as search_module
from summarizer.engines.embedded.allowed_tokens import AllowedTokens
from summarizer.engines.embedded.scheduler import length_batches
from summarizer.engines.embedded.search import SamplingSearch
from summarizer.engines.interface import Finish, Generation, Options

PIECES = ["<end>", "a", "b", "c", "d"]
LOGITS = np.log(
    np.array(
        [
            [1.0, 1e-9, 1e-9, 1e-9, 1e-9],
            [0.05, 0.05, 0.6, 0.25, 0.05],  # after "a": b, then c
            [0.05, 0.6, 0.05, 0.1, 0.2],  # after "b": a
            [0.9, 0.02, 0.02, 0.02, 0.04],  # after "c": the end
            [0.9, 0.02, 0.02, 0.02, 0.04],
        ],
        np.float32,
    )
)


def search(options: Options, *, n: int = 1, seed: int = 0, prompt: str = "p") -> SamplingSearch:
    whole_vocabulary = AllowedTokens(np.arange(len(PIECES)), np.arange(0))
    return SamplingSearch(prompt, (1,), n, options, seed, whole_vocabulary, [0], detokenize)


def detokenize(tokens: Sequence[int]) -> str:
    return " ".join(PIECES[token] for token in tokens)


def run(
    options: Options, *, n: int = 1, seed: int = 0, prompt: str = "p", steps: list[int] | None = None
) -> list[Generation]:
    """Decodes. Appends to `steps` the sequences of each step."""
    search_ = search(options, n=n, seed=seed, prompt=prompt)
    last_tokens = [1]
    while sequences := search_.step([LOGITS[token].copy() for token in last_tokens]):
        assert all(sequence.parent < len(last_tokens) for sequence in sequences)
        last_tokens = [sequence.token for sequence in sequences]
        if steps is not None:
            steps.append(len(sequences))
    return search_.results(Finish.CANCELLED)


def test_samples_that_are_identical_so_far_are_computed_once_and_end_as_they_would_alone() -> None:
    sequences: list[int] = []
    cool = Options(max_tokens=12, temperature=0.3)
    samples = run(cool, n=6, steps=sequences)
    assert len({sample.text for sample in samples}) > 1
    assert sequences[0] < 6
    assert sum(sequences) < sum(sample.tokens for sample in samples)
    for count in range(1, 6):  # each sample has a random generator of its own, whatever is beside it
        assert run(cool, n=count) == samples[:count]


def test_greedy_takes_the_likeliest_until_the_limit() -> None:
    [text] = run(Options(max_tokens=4))
    assert (text.text, text.finish, text.tokens) == ("b a b a", Finish.LENGTH, 4)


def test_greedy_gives_one_text_however_many_are_asked_for() -> None:
    assert len(run(Options(max_tokens=3), n=4)) == 1


def test_the_score_is_the_mean_log_probability() -> None:
    [text] = run(Options(max_tokens=2))
    assert text.score == pytest.approx(np.log(0.6), abs=1e-5)


def test_a_text_may_not_end_before_its_minimum_length() -> None:
    for minimum in (0, 3):
        texts = [run(Options(max_tokens=6, temperature=1.0, min_tokens=minimum), seed=seed)[0] for seed in range(9)]
        assert (min(text.tokens for text in texts) >= 3) == bool(minimum)


def test_no_ngram_is_repeated() -> None:
    [text] = run(Options(max_tokens=8, no_repeat_ngram=2))
    pairs = list(zip(text.text.split(), text.text.split()[1:], strict=False))
    assert len(pairs) == len(set(pairs))


def test_a_sample_depends_on_seed_prompt_and_candidate_index_alone() -> None:
    sampling = Options(max_tokens=8, temperature=1.5)
    four, two = run(sampling, n=4, seed=3), run(sampling, n=2, seed=3)
    assert four[:2] == two
    assert [text.text for text in run(sampling, n=4, seed=4)] != [text.text for text in four]
    assert [text.text for text in run(sampling, n=4, seed=3, prompt="q")] != [text.text for text in four]


def test_of_many_samples_one_that_is_much_longer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    options = Options(max_tokens=200, temperature=1.0)
    with_cuts = [run(options, n=10, seed=seed) for seed in range(30)]
    of_four = [run(options, n=4, seed=seed) for seed in range(30)]
    monkeypatch.setattr(search_module, "EARLY_STOP_FRACTION", 2.0)  # never
    without_cuts = [run(options, n=10, seed=seed) for seed in range(30)]
    shortened = 0
    for samples, uncut_samples in zip(with_cuts, without_cuts, strict=True):
        longest = max(sample.tokens for sample in samples if sample.finish is Finish.STOP)
        for sample, uncut in zip(samples, uncut_samples, strict=True):
            if sample.finish is Finish.LENGTH:
                shortened += 1
                assert uncut.text.startswith(sample.text)
                assert longest <= sample.tokens <= longest + 1
            else:
                assert sample == uncut
        assert sum(sample.finish is Finish.STOP for sample in samples) >= 8
    assert shortened > 5
    assert of_four == [run(options, n=4, seed=seed) for seed in range(30)]


def test_top_k_and_top_p_keep_sampling_to_the_likeliest_tokens() -> None:
    greedy = run(Options(max_tokens=6))[0].text
    assert {text.text for text in run(Options(max_tokens=6, temperature=1.0, top_k=1), n=5)} == {greedy}
    assert {text.text for text in run(Options(max_tokens=6, temperature=1.0, top_p=0.1), n=5)} == {greedy}


def test_sampling_follows_the_probabilities() -> None:
    firsts = [run(Options(max_tokens=1, temperature=1.0, top_k=0), seed=seed)[0].text for seed in range(600)]
    assert firsts.count("b") / 600 == pytest.approx(0.6, abs=0.07)
    assert firsts.count("c") / 600 == pytest.approx(0.25, abs=0.07)


def test_an_unfinished_text_says_why_it_ended() -> None:
    search_ = search(Options(max_tokens=9))
    search_.step([LOGITS[1].copy()])
    assert [(text.text, text.finish) for text in search_.results(Finish.TIMEOUT)] == [("b", Finish.TIMEOUT)]


@pytest.mark.parametrize(
    "wrong", [{"max_tokens": 0}, {"beams": 0}, {"temperature": -1}, {"top_p": 0}, {"beams": 2, "temperature": 0.5}]
)
def test_impossible_options_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"options|beams"):
        Options(**wrong)  # type: ignore[arg-type]


def test_batches_hold_similar_lengths_within_the_token_budget() -> None:
    lengths = [10, 500, 12, 480, 11, 490, 505]
    batches = length_batches(lengths, [0] * 7, [1] * 7, max_tokens=1000)
    assert [lengths[index] for batch in batches for index in batch] == sorted(lengths, reverse=True)
    assert all(max(lengths[index] for index in batch) * len(batch) <= 1000 or len(batch) == 1 for batch in batches)


def test_a_text_larger_than_the_budget_has_a_batch_of_its_own() -> None:
    assert length_batches([5000, 10], [0, 0], [1, 1], max_tokens=1000) == [[0], [1]]


def test_new_tokens_count() -> None:
    assert length_batches([100, 100, 100], [400, 400, 400], [1, 1, 1], max_tokens=1000) == [[0, 1], [2]]
    assert length_batches([100, 100, 100], [10, 900, 10], [1, 1, 1], max_tokens=1000) == [[0], [1], [2]]


def test_a_batch_has_a_maximum_number_of_sequences() -> None:
    assert length_batches([100] * 5, [10] * 5, [4] * 5, max_sequences=8) == [[0, 1], [2, 3], [4]]
    assert length_batches([100], [10], [9], max_sequences=8) == [[0]]
