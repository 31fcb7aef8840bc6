"""Decoding, with a model made of numbers: which token follows which, and how likely."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from summarizer.engines.decoding import search
from summarizer.engines.decoding.scheduler import buckets
from summarizer.engines.decoding.search import Codes, search
from summarizer.engines.decoding.ngram_speculation import Guesses
from summarizer.engines.interface import Finish, Generation, Options

WORDS = ["<end>", "a", "b", "c", "d"]
ODDS = np.log(
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
CODES = Codes(frozenset({0}))


def to_text(tokens: object) -> str:
    return " ".join(WORDS[one] for one in tokens)  # type: ignore[attr-defined]


def run(
    options: Options,
    *,
    n: int = 1,
    seed: int = 0,
    codes: Codes = CODES,
    prompt: str = "p",
    said: Sequence[int] = (1,),
    ahead: int = 0,
    steps: list[int] | None = None,
) -> list[Generation]:
    """Decodes after the tokens `said`, `ahead` guesses of each text checked; notes how many texts each step had."""
    one = search(prompt, Guesses(said), n, options, codes, seed, to_text)
    last: list[list[int]] = [list(said[-1:])]
    grown = one.step([ODDS[last[0]].copy()])
    while grown:
        for new in grown:
            assert 0 < new.kept <= len(last[new.row])
        last = [[new.token, *(guess.token for guess in new.guesses[:ahead])] for new in grown]
        if steps is not None:
            steps.append(len(grown))
        grown = one.step([ODDS[tokens].copy() for tokens in last])
    return one.results(Finish.CANCELLED)


SAID = [1, 2, 1, 3, 1, 2, 1, 2, 4, 1]


@pytest.mark.parametrize("ahead", [1, 2, 4])
@pytest.mark.parametrize(
    "options",
    [
        Options(max_tokens=11),
        Options(max_tokens=12, temperature=1.0),
        Options(max_tokens=30, temperature=1.0, no_repeat_ngram=4),
        Options(max_tokens=12, temperature=2.0, top_p=0.9, top_k=3, min_tokens=6, repetition_penalty=1.1),
        Options(max_tokens=12, temperature=1.0, stop=("b a b",)),
    ],
)
def test_guessing_ahead_changes_nothing_but_the_number_of_steps(options: Options, ahead: int) -> None:
    slow: list[int] = []
    quick: list[int] = []
    for seed in range(20):
        alone = run(options, n=3, seed=seed, said=SAID, steps=slow)
        assert run(options, n=3, seed=seed, said=SAID, ahead=ahead, steps=quick) == alone
    assert sum(quick) < sum(slow)


def test_texts_that_are_alike_so_far_are_computed_once_and_come_out_as_they_would_alone() -> None:
    widths: list[int] = []
    cool = Options(max_tokens=12, temperature=0.3)
    together = run(cool, n=6, steps=widths)
    assert len({one.text for one in together}) > 1
    assert widths[0] < 6
    assert sum(widths) < sum(one.tokens for one in together)
    for count in range(1, 6):  # each text has dice of its own, whoever is beside it
        assert run(cool, n=count) == together[:count]


def guessed(guesses: Guesses, tokens: Sequence[int], count: int = 9) -> list[int]:
    return [guess.token for guess in guesses.after(tokens, count)]


def test_a_guess_is_what_followed_the_same_words_in_the_prompt_or_in_another_text() -> None:
    guesses = Guesses([5, 6, 7, 8, 9, 5, 6])
    assert guessed(guesses, [], 2) == [7, 8]
    assert guessed(guesses, [6], 1) == [7]
    assert guessed(guesses, [1, 9], 2) == [5, 6]
    assert guessed(guesses, [1]) == guessed(guesses, [6], 0) == []
    guesses.learn([1, 6, 3, 4], 4)
    assert guessed(guesses, [1, 6], 2) == [3, 4]
    assert guessed(guesses, [4, 5, 6], 2) == [7, 8]  # two tokens alike say more than one
    assert guessed(Guesses([]), [4]) == []


def test_how_a_text_begins_is_guessed_by_how_another_began() -> None:
    guesses = Guesses([1, 2, 3])
    assert guessed(guesses, []) == []
    guesses.learn([7, 8], 2)
    assert guessed(guesses, [], 2) == [7, 8]
    guesses.learn([7, 8, 9], 1)
    assert guessed(guesses, [7, 8], 1) == [9]


def test_the_likelier_a_guess_the_more_is_alike_and_the_more_texts_have_it() -> None:
    guesses = Guesses([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])

    def chance(*tokens: int) -> float:
        return guesses.after(tokens, 1)[0].chance

    assert chance(30, 3) < chance(2, 3) < chance(1, 2, 3)
    chances = [guess.chance for guess in guesses.after([1, 2, 3], 5)]
    assert chances == sorted(chances, reverse=True)
    assert len(set(chances)) == 5
    before = chance(20, 6)
    guesses.learn([6, 11], 2)
    assert (guessed(guesses, [20, 6], 1), chance(20, 6)) == ([7], before / 2)
    guesses.learn([6, 11, 6, 11], 2)
    assert guessed(guesses, [20, 6], 1) == [11]  # twice, and in the prompt once


def test_what_is_hardly_likely_is_not_guessed() -> None:
    guesses = Guesses([at for other in range(20, 40) for at in (1, other)])  # after 1, twenty things once each
    assert guessed(guesses, [50, 1]) == []


def test_a_text_teaches_only_what_it_grew_by() -> None:
    guesses, text = Guesses([1, 2, 3]), [9, 8, 7, 6]
    guesses.learn(text, 4)
    assert guessed(guesses, [9, 8, 7]) == [6]
    text += [5, 4]
    guesses.learn(text, 2)
    assert guessed(guesses, [9, 8, 7]) == [6, 5, 4]
    guesses.learn([9, 8, 7, 1], 1)
    assert guesses.after([9, 8, 7], 1)[0].chance == guesses.after([8, 7, 6], 1)[0].chance / 2


def test_greedy_takes_the_likeliest_until_the_limit() -> None:
    [one] = run(Options(max_tokens=4))
    assert (one.text, one.finish, one.tokens) == ("b a b a", Finish.LENGTH, 4)


def test_greedy_gives_one_text_however_many_are_asked_for() -> None:
    assert len(run(Options(max_tokens=3), n=4)) == 1


def test_the_score_is_the_mean_log_probability() -> None:
    [one] = run(Options(max_tokens=2))
    assert one.score == pytest.approx(np.log(0.6), abs=1e-5)


def test_beams_find_a_likelier_text_than_greedy() -> None:
    best = run(Options(max_tokens=4, beams=3, length_penalty=0.0))[0]
    assert (best.text, best.finish) == ("c", Finish.STOP)


def test_length_penalty_prefers_longer_texts() -> None:
    short, long = (run(Options(max_tokens=6, beams=4, length_penalty=p))[0] for p in (0.0, 3.0))
    assert len(long.text) > len(short.text)


def test_beams_come_best_first_and_differ() -> None:
    found = run(Options(max_tokens=4, beams=4, length_penalty=0.0), n=3)
    assert len({one.text for one in found}) == 3


def test_more_texts_than_beams_is_an_error() -> None:
    with pytest.raises(ValueError, match="cannot give 3"):
        run(Options(beams=2), n=3)


def test_a_text_may_not_end_before_its_least_length() -> None:
    best = run(Options(max_tokens=6, beams=3, length_penalty=0.0, min_tokens=3))[0]
    assert best.tokens >= 3


def test_no_run_of_words_comes_twice() -> None:
    [one] = run(Options(max_tokens=8, no_repeat_ngram=2))
    pairs = list(zip(one.text.split(), one.text.split()[1:], strict=False))
    assert len(pairs) == len(set(pairs))


def test_a_repetition_penalty_breaks_a_loop() -> None:
    assert run(Options(max_tokens=6))[0].text == "b a b a b a"
    assert run(Options(max_tokens=6, repetition_penalty=3.0))[0].text != "b a b a b a"


def test_a_stop_string_ends_the_text_before_it() -> None:
    [one] = run(Options(max_tokens=8, stop=(" b a",)))
    assert (one.text, one.finish) == ("b a", Finish.STOP)
    best = run(Options(max_tokens=8, stop=(" b",), beams=2))[0]
    assert " b" not in best.text


def test_a_forced_first_token_comes_first() -> None:
    assert run(Options(max_tokens=3), codes=Codes(frozenset({0}), first=4))[0].text.startswith("d")


def test_banned_tokens_never_come() -> None:
    for options in (Options(max_tokens=6), Options(max_tokens=6, temperature=2.0), Options(max_tokens=6, beams=3)):
        assert "b" not in run(options, codes=Codes(frozenset({0}), never=(2,)))[0].text


def test_dice_depend_on_seed_prompt_and_candidate_alone() -> None:
    free = Options(max_tokens=8, temperature=1.5)
    four, two = run(free, n=4, seed=3), run(free, n=2, seed=3)
    assert four[:2] == two
    assert [one.text for one in run(free, n=4, seed=4)] != [one.text for one in four]
    assert [one.text for one in run(free, n=4, seed=3, prompt="q")] != [one.text for one in four]


def test_of_many_samples_one_that_rambles_on_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    options = Options(max_tokens=200, temperature=1.0)
    held = [run(options, n=10, seed=seed) for seed in range(30)]
    few = [run(options, n=4, seed=seed) for seed in range(30)]
    monkeypatch.setattr(search, "MOST", 2.0)  # never
    free = [run(options, n=10, seed=seed) for seed in range(30)]
    shortened = 0
    for some, others in zip(held, free, strict=True):
        longest = max(one.tokens for one in some if one.finish is Finish.STOP)
        for one, other in zip(some, others, strict=True):
            if one.finish is Finish.LENGTH:
                shortened += 1
                assert other.text.startswith(one.text)
                assert longest <= one.tokens <= longest + 1
            else:
                assert one == other
        assert sum(one.finish is Finish.STOP for one in some) >= 8
    assert shortened > 5
    assert few == [run(options, n=4, seed=seed) for seed in range(30)]


def test_one_long_text_that_has_ended_early_lets_no_other_ramble_on() -> None:
    """Texts grow at different speeds where guesses come true."""
    early = 0
    for seed in range(60):
        some = run(Options(max_tokens=200, temperature=1.0), n=10, seed=seed, said=SAID, ahead=4)
        ended = sorted(one.tokens for one in some if one.finish is Finish.STOP)
        cut = [one.tokens for one in some if one.finish is Finish.LENGTH]
        assert len(cut) <= 2
        assert all(ended[6] <= tokens for tokens in cut)
        if len(cut) == 2:  # all eight that had ended by then are known
            early += min(cut) < ended[7]
    assert early > 2


def test_sampling_keeps_to_the_likeliest_where_told() -> None:
    greedy = run(Options(max_tokens=6))[0].text
    assert {one.text for one in run(Options(max_tokens=6, temperature=1.0, top_k=1), n=5)} == {greedy}
    assert {one.text for one in run(Options(max_tokens=6, temperature=1.0, top_p=0.1), n=5)} == {greedy}


def test_sampling_follows_the_odds() -> None:
    firsts = [run(Options(max_tokens=1, temperature=1.0, top_k=0), seed=s)[0].text for s in range(600)]
    assert firsts.count("b") / 600 == pytest.approx(0.6, abs=0.07)
    assert firsts.count("c") / 600 == pytest.approx(0.25, abs=0.07)


def test_what_is_cut_short_says_so() -> None:
    one = search("p", Guesses([1]), 1, Options(max_tokens=9), CODES, 0, to_text)
    one.step([ODDS[[1]].copy()])
    assert [(g.text, g.finish) for g in one.results(Finish.TIMEOUT)] == [("b", Finish.TIMEOUT)]


@pytest.mark.parametrize(
    "wrong", [{"max_tokens": 0}, {"beams": 0}, {"temperature": -1}, {"top_p": 0}, {"beams": 2, "temperature": 0.5}]
)
def test_impossible_options_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"options|beams"):
        Options(**wrong)  # type: ignore[arg-type]


def test_buckets_hold_like_lengths_within_their_room() -> None:
    lengths = [10, 500, 12, 480, 11, 490, 505]
    made = buckets(lengths, [0] * 7, [1] * 7, room=1000)
    assert sorted(one for some in made for one in some) == list(range(7))
    assert all(max(lengths[one] for one in some) * len(some) <= 1000 or len(some) == 1 for some in made)
    assert [2, 4, 0] in made


def test_a_text_larger_than_the_room_has_a_bucket_of_its_own() -> None:
    assert [0] in buckets([5000, 10], [0, 0], [1, 1], room=1000)


def test_what_grows_from_a_prompt_takes_room_and_only_equal_growth_shares_a_bucket() -> None:
    assert buckets([100, 100, 100], [400, 400, 400], [1, 1, 1], room=1000) == [[0], [1, 2]]
    assert buckets([100, 100, 100], [10, 50, 10], [1, 1, 1], room=1000) == [[1], [0, 2]]


def test_a_batch_holds_so_many_texts_at_most() -> None:
    assert buckets([100] * 5, [10] * 5, [4] * 5, most=8) == [[0], [1, 2], [3, 4]]
    assert buckets([100], [10], [9], most=8) == [[0]]


@pytest.mark.parametrize(("count", "sizes"), [(32, [8] * 4), (10, [5, 5]), (3, [1, 2]), (1, [1])])
def test_buckets_that_are_decoded_side_by_side_share_the_room_and_the_work(count: int, sizes: list[int]) -> None:
    made = buckets([683] * count, [60] * count, [1] * count, apart=2)
    assert sorted(len(some) for some in made) == sizes
    assert sorted(one for some in made for one in some) == list(range(count))
