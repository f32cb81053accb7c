"""Prompts and answers."""

from __future__ import annotations

import pytest

from wizard.hosts.session import Dialogue
from wizard.model import Prompt
from wizard.secret import Secret

ONE, TWO = Secret("one", "1"), Secret("two", "2")


@pytest.fixture
def dialogue() -> Dialogue:
    return Dialogue([Prompt("User Password: ?", ONE), Prompt("Repeat User Password: ?", TWO)])


def test_each_once_in_order(dialogue: Dialogue) -> None:
    printed = [b"Hello\nUser Pass", b"word: ", b"\n", b"Repeat User ", b"Password: ", b"\nCreated.\n", b""]
    assert [dialogue.hear(chunk) for chunk in printed] == [None, ONE, None, None, TWO, None, None]
    assert not dialogue.repeated


def test_a_prompt_in_the_middle_is_no_question(dialogue: Dialogue) -> None:
    assert dialogue.hear(b"User Password: is asked next\n") is None


def test_the_second_is_not_answered_first(dialogue: Dialogue) -> None:
    assert dialogue.hear(b"Again, Password: ") is None


def test_the_first_again_is_a_repetition(dialogue: Dialogue) -> None:
    assert dialogue.hear(b"User Password: ") is ONE
    assert dialogue.hear(b"\nToo short.\nUser Password: ") is None
    assert dialogue.repeated


def test_after_all_any_again_is_a_repetition(dialogue: Dialogue) -> None:
    dialogue.hear(b"User Password: ")
    dialogue.hear(b"Repeat User Password: ")
    dialogue.hear(b"\nNot the same.\n")
    assert not dialogue.repeated
    dialogue.hear(b"User Password: ")
    assert dialogue.repeated


def test_hangul_prompts_however_cut() -> None:
    dialogue = Dialogue([Prompt("암호: ?", ONE)])
    *most, last = (bytes([byte]) for byte in "암호:".encode())
    assert [dialogue.hear(byte) for byte in most] == [None] * len(most)
    assert dialogue.hear(last) is ONE
