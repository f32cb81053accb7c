"""Prompts and answers."""

from __future__ import annotations

import pytest

from wizard.hosts.prompter import Prompter
from wizard.model.commands import Prompt
from wizard.secret import Secret

ONE, TWO = Secret("one", "1"), Secret("two", "2")


@pytest.fixture
def prompter() -> Prompter:
    return Prompter([Prompt("User Password: ?", ONE), Prompt("Repeat User Password: ?", TWO)])


def test_each_once_in_order(prompter: Prompter) -> None:
    printed = [b"Hello\nUser Pass", b"word: ", b"\n", b"Repeat User ", b"Password: ", b"\nCreated.\n", b""]
    assert [prompter.answer(chunk) for chunk in printed] == [None, ONE, None, None, TWO, None, None]
    assert not prompter.repeated


def test_a_prompt_in_the_middle_is_no_question(prompter: Prompter) -> None:
    assert prompter.answer(b"User Password: is asked next\n") is None


def test_the_second_is_not_answered_first(prompter: Prompter) -> None:
    assert prompter.answer(b"Again, Password: ") is None


def test_the_first_again_is_a_repetition(prompter: Prompter) -> None:
    assert prompter.answer(b"User Password: ") is ONE
    assert prompter.answer(b"\nToo short.\nUser Password: ") is None
    assert prompter.repeated


def test_after_all_any_again_is_a_repetition(prompter: Prompter) -> None:
    prompter.answer(b"User Password: ")
    prompter.answer(b"Repeat User Password: ")
    prompter.answer(b"\nNot the same.\n")
    assert not prompter.repeated
    prompter.answer(b"User Password: ")
    assert prompter.repeated


def test_hangul_prompts_however_cut() -> None:
    prompter = Prompter([Prompt("암호: ?", ONE)])
    *most, last = (bytes([byte]) for byte in "암호:".encode())
    assert [prompter.answer(byte) for byte in most] == [None] * len(most)
    assert prompter.answer(last) is ONE
