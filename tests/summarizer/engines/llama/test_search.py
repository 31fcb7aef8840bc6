"""Search, with a model that is a table: the probability of each token after each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from summarizer.engines.interface import Finish, Generation, Options
from summarizer.engines.llama import search as search_module
from summarizer.engines.llama.allowed_tokens import AllowedTokens
from summarizer.engines.llama.ngram_speculation import NgramDrafter
from summarizer.engines.llama.scheduler import length_buckets
from summarizer.engines.llama.search import SamplingSearch

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


def search(
    options: Options, *, n: int = 1, seed: int = 0, prompt: str = "p", prompt_tokens: Sequence[int] = (1,)
) -> SamplingSearch:
    whole_vocabulary = AllowedTokens(np.arange(len(PIECES)), np.arange(0))
    drafter = NgramDrafter(prompt_tokens)
    return SamplingSearch(prompt, tuple(prompt_tokens), n, options, seed, whole_vocabulary, [0], detokenize, drafter)


def detokenize(tokens: Sequence[int]) -> str:
    return " ".join(PIECES[token] for token in tokens)


def run(
    options: Options,
    *,
    n: int = 1,
    seed: int = 0,
    prompt: str = "p",
    prompt_tokens: Sequence[int] = (1,),
    verified_drafts: int = 0,
    steps: list[int] | None = None,
) -> list[Generation]:
    """Decodes; the model verifies so many drafts of each sequence. Appends to `steps` the sequences of each step."""
    search_ = search(options, n=n, seed=seed, prompt=prompt, prompt_tokens=prompt_tokens)
    last_tokens: list[list[int]] = [list(prompt_tokens[-1:])]
    sequences = search_.step([LOGITS[last_tokens[0]].copy()])
    while sequences:
        for sequence in sequences:
            assert 0 < sequence.accepted <= len(last_tokens[sequence.parent])
        last_tokens = [
            [sequence.token, *(draft.token for draft in sequence.draft_tokens[:verified_drafts])]
            for sequence in sequences
        ]
        if steps is not None:
            steps.append(len(sequences))
        sequences = search_.step([LOGITS[tokens].copy() for tokens in last_tokens])
    return search_.results(Finish.CANCELLED)


PROMPT_TOKENS = [1, 2, 1, 3, 1, 2, 1, 2, 4, 1]


@pytest.mark.parametrize("verified_drafts", [1, 2, 4])
@pytest.mark.parametrize(
    "options",
    [
        Options(max_tokens=11),
        Options(max_tokens=12, temperature=1.0),
        Options(max_tokens=30, temperature=1.0, no_repeat_ngram=4),
        Options(max_tokens=12, temperature=2.0, top_p=0.9, top_k=3, min_tokens=6),
    ],
)
def test_speculation_changes_nothing_but_the_number_of_steps(options: Options, verified_drafts: int) -> None:
    without: list[int] = []
    with_drafts: list[int] = []
    for seed in range(20):
        expected = run(options, n=3, seed=seed, prompt_tokens=PROMPT_TOKENS, steps=without)
        texts = run(
            options,
            n=3,
            seed=seed,
            prompt_tokens=PROMPT_TOKENS,
            verified_drafts=verified_drafts,
            steps=with_drafts,
        )
        assert texts == expected
    assert sum(with_drafts) < sum(without)


def test_samples_that_are_identical_so_far_are_computed_once_and_end_as_they_would_alone() -> None:
    sequences: list[int] = []
    cool = Options(max_tokens=12, temperature=0.3)
    samples = run(cool, n=6, steps=sequences)
    assert len({sample.text for sample in samples}) > 1
    assert sequences[0] < 6
    assert sum(sequences) < sum(sample.tokens for sample in samples)
    for count in range(1, 6):  # each sample has a random generator of its own, whatever is beside it
        assert run(cool, n=count) == samples[:count]


def proposed(drafter: NgramDrafter, tokens: Sequence[int], limit: int = 9) -> list[int]:
    return [draft.token for draft in drafter.propose(tokens, limit)]


def test_a_draft_is_what_followed_the_same_tokens_in_the_prompt_or_in_another_text() -> None:
    drafter = NgramDrafter([5, 6, 7, 8, 9, 5, 6])
    assert proposed(drafter, [], 2) == [7, 8]
    assert proposed(drafter, [6], 1) == [7]
    assert proposed(drafter, [1, 9], 2) == [5, 6]
    assert proposed(drafter, [1]) == proposed(drafter, [6], 0) == []
    drafter.update([1, 6, 3, 4], 4)
    assert proposed(drafter, [1, 6], 2) == [3, 4]
    assert proposed(drafter, [4, 5, 6], 2) == [7, 8]  # a longer context counts more
    assert proposed(NgramDrafter([]), [4]) == []


def test_the_beginning_of_a_text_is_drafted_from_the_beginning_of_another() -> None:
    drafter = NgramDrafter([1, 2, 3])
    assert proposed(drafter, []) == []
    drafter.update([7, 8], 2)
    assert proposed(drafter, [], 2) == [7, 8]
    drafter.update([7, 8, 9], 1)
    assert proposed(drafter, [7, 8], 1) == [9]


def test_a_draft_is_likelier_with_a_longer_context_and_with_more_texts_that_have_it() -> None:
    drafter = NgramDrafter([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])

    def probability(*tokens: int) -> float:
        return drafter.propose(tokens, 1)[0].probability

    assert probability(30, 3) < probability(2, 3) < probability(1, 2, 3)
    probabilities = [draft.probability for draft in drafter.propose([1, 2, 3], 5)]
    assert probabilities == sorted(probabilities, reverse=True)
    assert len(set(probabilities)) == 5
    before = probability(20, 6)
    drafter.update([6, 11], 2)
    assert (proposed(drafter, [20, 6], 1), probability(20, 6)) == ([7], before / 2)
    drafter.update([6, 11, 6, 11], 2)
    assert proposed(drafter, [20, 6], 1) == [11]  # twice, and in the prompt once


def test_an_unlikely_token_is_not_proposed() -> None:
    tokens = [token for other in range(20, 40) for token in (1, other)]  # after 1, twenty tokens once each
    assert proposed(NgramDrafter(tokens), [50, 1]) == []


def test_only_new_tokens_of_a_text_are_counted() -> None:
    drafter, text = NgramDrafter([1, 2, 3]), [9, 8, 7, 6]
    drafter.update(text, 4)
    assert proposed(drafter, [9, 8, 7]) == [6]
    text += [5, 4]
    drafter.update(text, 2)
    assert proposed(drafter, [9, 8, 7]) == [6, 5, 4]
    drafter.update([9, 8, 7, 1], 1)
    assert drafter.propose([9, 8, 7], 1)[0].probability == drafter.propose([8, 7, 6], 1)[0].probability / 2


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


def test_a_long_text_that_ended_early_does_not_let_others_go_on() -> None:
    """With accepted drafts, texts grow at different speeds."""
    cut_before_last_end = 0
    for seed in range(60):
        options = Options(max_tokens=200, temperature=1.0)
        samples = run(options, n=10, seed=seed, prompt_tokens=PROMPT_TOKENS, verified_drafts=4)
        ended = sorted(sample.tokens for sample in samples if sample.finish is Finish.STOP)
        cut = [sample.tokens for sample in samples if sample.finish is Finish.LENGTH]
        assert len(cut) <= 2
        assert all(ended[6] <= tokens for tokens in cut)
        if len(cut) == 2:  # then all eight that had ended are known
            cut_before_last_end += min(cut) < ended[7]
    assert cut_before_last_end > 2


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
    search_.step([LOGITS[[1]].copy()])
    assert [(text.text, text.finish) for text in search_.results(Finish.TIMEOUT)] == [("b", Finish.TIMEOUT)]


@pytest.mark.parametrize(
    "wrong", [{"max_tokens": 0}, {"beams": 0}, {"temperature": -1}, {"top_p": 0}, {"beams": 2, "temperature": 0.5}]
)
def test_impossible_options_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"options|beams"):
        Options(**wrong)  # type: ignore[arg-type]


def test_buckets_hold_similar_lengths_within_the_token_budget() -> None:
    lengths = [10, 500, 12, 480, 11, 490, 505]
    batches = length_buckets(lengths, [0] * 7, [1] * 7, max_tokens=1000)
    assert sorted(index for batch in batches for index in batch) == list(range(7))
    assert all(max(lengths[index] for index in batch) * len(batch) <= 1000 or len(batch) == 1 for batch in batches)
    assert [2, 4, 0] in batches


def test_a_text_larger_than_the_budget_has_a_bucket_of_its_own() -> None:
    assert [0] in length_buckets([5000, 10], [0, 0], [1, 1], max_tokens=1000)


def test_new_tokens_count_and_only_equal_growth_shares_a_bucket() -> None:
    assert length_buckets([100, 100, 100], [400, 400, 400], [1, 1, 1], max_tokens=1000) == [[0], [1, 2]]
    assert length_buckets([100, 100, 100], [10, 50, 10], [1, 1, 1], max_tokens=1000) == [[1], [0, 2]]


def test_a_batch_has_a_maximum_number_of_sequences() -> None:
    assert length_buckets([100] * 5, [10] * 5, [4] * 5, max_sequences=8) == [[0], [1, 2], [3, 4]]
    assert length_buckets([100], [10], [9], max_sequences=8) == [[0]]


@pytest.mark.parametrize(("count", "sizes"), [(32, [8] * 4), (10, [5, 5]), (3, [1, 2]), (1, [1])])
def test_parallel_buckets_share_the_budget_and_the_work(count: int, sizes: list[int]) -> None:
    batches = length_buckets([683] * count, [60] * count, [1] * count, parallel=2)
    assert sorted(len(batch) for batch in batches) == sizes
    assert sorted(index for batch in batches for index in batch) == list(range(count))
