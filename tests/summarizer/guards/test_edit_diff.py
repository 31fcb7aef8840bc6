"""Cuts and exchanges that change what an edited copy of a source sentence states, and those that do not."""

from __future__ import annotations

import pytest
from summarizer.guards.edit_diff import changed_meaning, restore_small_words

LAWYER = "A former lawyer for the captain who helped the board look for the wreck was fined on Friday, police said."
REPORT = "The committee must send its report to the harbour master, who files it within a month."
FIRE = "Kelso left the quay when the crew of the Gannet cut the ropes, and the ferry, which was full, sank at noon."


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("A former lawyer for the board was fined on Friday.", LAWYER),
        ("The committee must send its report to the harbour master within a month.", REPORT),
        ("Kelso left the Gannet cut the ropes.", FIRE),
    ],
)
def test_half_a_clause_cannot_be_cut(sentence: str, source: str) -> None:
    assert changed_meaning(sentence, source)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("A former lawyer for the captain was fined on Friday.", LAWYER),
        ("A lawyer for the captain who helped the board was fined.", LAWYER),
        ("The committee must send its report to the harbour master.", REPORT),
        ("Kelso left the quay, and the ferry sank at noon.", FIRE),
        ("Kelso left the quay when the crew cut the ropes.", FIRE),
        ("The board will send a report to the committee in a month.", REPORT),
    ],
)
def test_a_whole_clause_can_be_cut(sentence: str, source: str) -> None:
    assert changed_meaning(sentence, source) == ""


PORT = "Mayor Lena Strand's brother was fined for steering the port's pilot boat into the quay, the court said."
FIVE = "Out of these five sailors, three of them have been held until May."
FERRY = "The keeper brought the dog back to its owner and thanked them on Friday for a reward."
CLERK = "Strand was working as a clerk in Torley when the board asked her to lead the port."
STRIKE = "If the talks fail on Monday, the ferries will stay in the harbour for a week."
RAIDERS = "Nine dockers are in the hands of Corsair-linked raiders after an attack on the oil port."
CHOICE = "Torley is fast becoming the port of choice for yachts."
FAIR = "The mayor was forced to order his clerks to attend the fair on Friday."
GULL = "The Gull is its largest boat of the decade, the yard said."
CRASH = "The crash happened in Dunmore on Friday, near where the captain lives."
TIMES = "Readers in Torley wanted later closing times on Friday, and some wanted Sunday hours."
BRIDGE = "Norvik is building Ostmark's first floating bridge and has lent the money for it."
WORST = "A raider claimed the deadliest attack in Torley in ten years, which killed nine."
TUNE = "Tom Hark, who said in May that the rival was wrong for the port, has changed his tune."
ROAD = "The road in question had been cleared shortly before the crash, Edith Crane told reporters."
FILM = "The film will be shown in May by the cable network, The Torley Gazette has learned."
LAW = "The law asks for lessons aimed at smokers, and adverts for pipes in any form would be forbidden."
HELD = "The police gave out a list of those held, including Jan Moss, a cook from Torley."
TRIAL = "The trial, using nets developed by the harbour board, will begin in May in Skerra."
TOLL = "The toll would be paid at the bridge."
POLL = "51% of the sailors asked were for it, 24% were against it and 25% did not know."
FARE = "The fare will rise by 5%, from 20 marks to 21 marks in June."


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Mayor Lena Strand was fined for steering the port's pilot boat into the quay.", PORT),
        ("Five sailors have been held until May.", FIVE),
        ("The keeper brought the dog back to his owner.", FERRY),
        ("The keeper brought the dog back to its owner and thanked him on Friday.", FERRY),
        ("Strand is working as a clerk in Torley.", CLERK),
        ("The ferries will stay in the harbour for a week.", STRIKE),
        ("Nine dockers are in the hands of Corsair raiders after an attack.", RAIDERS),
        ("Ostmark is building the first floating bridge.", BRIDGE),
        ("Readers in Torley wanted closing times on Friday.", TIMES),
        ("Torley is the port of choice for yachts.", CHOICE),
        ("The mayor was forced to attend the fair on Friday.", FAIR),
        ("The Gull is the largest boat of the decade.", GULL),
        ("The crash happened near Dunmore on Friday.", CRASH),
        ("51% of the sailors asked did not know.", POLL),
        ("The road had been cleared shortly after the crash.", ROAD),
        ("A raider claimed the deadliest attack in Torley.", WORST),
        ("Tom Hark says the rival is wrong for the port, has changed his tune.", TUNE),
        ("The film will be shown by the cable network, The Torley Gazette.", FILM),
        ("The law asks for lessons aimed at smokers and adverts for pipes.", LAW),
        ("The police gave out a list of those held Jan Moss, a cook from Torley.", HELD),
        ("The trial, developed by the harbour board, will begin in May in Skerra.", TRIAL),
        ("The toll will be paid at the bridge.", TOLL),
        ("The fare will rise by 20 marks to 21 marks in June.", FARE),
    ],
)
def test_a_cut_or_exchange_that_changes_the_meaning_is_rejected(sentence: str, source: str) -> None:
    assert changed_meaning(sentence, source)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Strand's brother was fined for steering the pilot boat into the quay.", PORT),
        ("Strand's brother was fined for steering the port's boat into the quay.", PORT),  # it is the port's boat too
        ("Three of the five sailors have been held until May.", FIVE),
        ("The keeper brought the dog back to its owner.", FERRY),
        ("Strand was working as a clerk in Torley.", CLERK),
        ("If the talks fail, the ferries will stay in the harbour.", STRIKE),
        ("The ferries could stay in the harbour for a week.", STRIKE),
        ("Nine dockers are in the hands of raiders after an attack on the oil port.", RAIDERS),
        ("Norvik is building Ostmark's first floating bridge.", BRIDGE),
        ("Readers wanted later closing times.", TIMES),
        ("Torley is fast becoming the port of choice.", CHOICE),
        ("The mayor was forced to order his clerks to attend the fair.", FAIR),
        ("The Gull is its largest boat of the decade.", GULL),
        ("The crash happened in Dunmore.", CRASH),
        ("The mayor says she is ill.", "The mayor said on Friday that she was ill and would rest."),
        ("51% of the sailors asked were for it.", POLL),
        ("The road had been cleared shortly before the crash.", ROAD),
        ("A raider claimed the deadliest attack in Torley in ten years.", WORST),
        ("Tom Hark has changed his tune.", TUNE),
        ("The film will be shown by the cable network.", FILM),
        ("The law asks for lessons aimed at smokers.", LAW),
        ("The police gave out a list of those held.", HELD),
        ("The trial will begin in May in Skerra.", TRIAL),
        ("The board said the toll will be paid at the bridge.", f"The board said that {TOLL.lower()}"),
        ("The fare will rise from 20 marks to 21 marks.", FARE),
        ("The captain is arrested.", "The captain was arrested on the quay."),  # as headlines tell it
    ],
)
def test_a_cut_or_exchange_that_keeps_the_meaning_passes(sentence: str, source: str) -> None:
    assert changed_meaning(sentence, source) == ""


@pytest.mark.parametrize(
    ("sentence", "restored"),
    [
        (
            "Officials search for the boat until hearing on Friday.",
            "Officials search for the boat until a hearing on Friday.",
        ),
        ("Officials searching for the boat.", "Officials are searching for the boat."),
        ("Crew seized the quay.", "Crew seized the quay."),
        ("The crew seized the quay at the age 40.", "The crew seized the quay at the age of 40."),
    ],
)
def test_articles_and_auxiliaries_are_restored(sentence: str, restored: str) -> None:
    source = (
        "Officials are searching for the boat until a hearing on Friday, and the crew seized the quay at the age of 40."
    )
    assert restore_small_words(sentence, source) == restored


def test_an_exchanged_name_passes_only_if_both_may_be_one_persons() -> None:
    source = "Both Edo, a tailor, and Itan are members of the harbour board."
    sentence = "Both Edo and Gemal are members of the harbour board."
    assert changed_meaning(sentence, source, lambda name, other: False)
    assert changed_meaning(sentence, source, lambda name, other: True) == ""  # as Gemal may be called Itan too


FLEET = "The port is buying 200 pilot boats, of which 60 will be built in Norway and sent straight to Torley, by 2027."


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The port is buying 200 pilot boats, of which 60 will be built in Denmark.", "Norway"),
        ("The port is buying 200 pilot boats, of which 60 will be built in Denmark, by 2027.", "Norway"),
        ("The port is buying 200 pilot boats, of which 60 will be built in Norway, by 2027.", ""),
        ("The port is buying 200 pilot boats, of which 60 will be sent to Torley, by 2027.", ""),
    ],
)
def test_an_exchanged_name_is_found_though_more_is_cut_after_it(sentence: str, name: str) -> None:
    found = changed_meaning(sentence, FLEET, lambda name, other: False)
    assert (name in found) if name else (found == "")
