"""Passwords in what remote programs print are masked, in every form, and nothing else is."""

from __future__ import annotations

import base64
import json
import shlex
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.encodings import every_form, oslo_value, sql_characters
from wizard.redact import Redactor
from wizard.secret import Secret

AWKWARD = "p@ss/w$rd 'q\" \\ #1%"


def redactor(**passwords: str) -> Redactor:
    """Return a redactor for these passwords, by their names."""
    return Redactor(Secret(name, value) for name, value in passwords.items())


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("nothing here", "nothing here"),
        ("the password s3cret-1 is", "the password ‹a› is"),
        ("s3cret-1", "‹a›"),
        ("s3cret-1s3cret-1", "‹a›‹a›"),
        ("s3cret-1, s3cret-2", "‹a›, ‹b›"),
        ("xs3cret-1x\ns3cret-2\n", "x‹a›x\n‹b›\n"),
        ("S3CRET-1", "‹a›"),
        ("‹a› and s3cret-1", "‹a› and ‹a›"),
    ],
)
def test_each_secret_by_its_name(text: str, masked: str) -> None:
    assert redactor(a="s3cret-1", b="s3cret-2").mask(text) == masked


@pytest.mark.parametrize(
    "shown",
    [
        AWKWARD,
        oslo_value(AWKWARD),
        f"mysql+pymysql://nova:{quote(AWKWARD, safe='')}@controller/nova",
        f"a=b&p={quote_plus(AWKWARD)}",
        f"IDENTIFIED BY '{sql_characters(AWKWARD)}';",
        shlex.quote(AWKWARD),
        json.dumps({"password": AWKWARD}),
        repr(AWKWARD),
        f"Authorization: Basic {base64.b64encode(f'nova:{AWKWARD}'.encode()).decode()}",
    ],
)
def test_every_form_is_masked(shown: str) -> None:
    masked = redactor(a=AWKWARD).mask(shown)
    assert "‹a›" in masked
    assert not any(form in masked for form in every_form(AWKWARD))


def test_secrets_in_one_another_and_across_one_another() -> None:
    assert redactor(short="secret", long="my-secret-2").mask("my-secret-2 secret") == "‹long› ‹short›"
    assert redactor(long="my-secret-2", short="secret").mask("my-secret-2 secret") == "‹long› ‹short›"
    assert redactor(left="abcdef", right="defghij").mask("x abcdefghij x") == "x ‹right› x"
    assert redactor(a="abab").mask("xabababx") == "x‹a›x"


def test_one_password_with_two_names_goes_by_the_first() -> None:
    assert redactor(first="same-password", second="same-password").mask("same-password") == "‹first›"


def test_a_password_that_is_a_common_word_blackens_the_word_and_no_mark() -> None:
    masked = redactor(novapass="nova", dbpassword="novapass").mask("openstack-nova-api as ‹novapass›")
    assert masked == "openstack-‹novapass›-api as ‹novapass›"


def test_a_form_too_short_to_be_told_from_words_is_left() -> None:
    assert redactor(a="abc").mask("abc") == "abc"


def test_no_secret_at_all() -> None:
    assert redactor().mask("a ‹b› c") == "a ‹b› c"


@pytest.mark.parametrize("kind", ["", "RSA ", "OPENSSH ", "ENCRYPTED "])
def test_private_keys_are_taken_out(kind: str) -> None:
    key = f"-----BEGIN {kind}PRIVATE KEY-----\nb3BlbnNzaC1r\nZXktdjE=\n-----END {kind}PRIVATE KEY-----"
    assert redactor().mask(f"a\n{key}\nb\n{key}") == "a\n‹private-key›\nb\n‹private-key›"
    assert redactor().mask(key[:-20]) == "‹private-key›", "cut short"
    public = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----"
    assert redactor().mask(public) == public


def test_tokens_are_taken_out() -> None:
    token = "gAAAAABX" + "aB3_-" * 32 + "=="
    assert redactor().mask(f"| id | {token} |") == "| id | ‹token› |"
    assert redactor().mask("gAAAA is short") == "gAAAA is short"


def test_bytes_that_are_no_text_stay() -> None:
    assert (
        redactor(a="비밀번호").mask_bytes("\n비밀번호".encode() + b"\xff\x00")
        == "\n‹a›".encode() + b"\xff\x00"
    )


TEXTS = st.text(alphabet="abAB '\"\\$%/‹›é가\n", max_size=30)
PASSWORDS = st.text(alphabet="abAB '\"\\$%/é가", min_size=4, max_size=8)


@given(st.lists(PASSWORDS, max_size=4), st.lists(TEXTS, min_size=5, max_size=5))
def test_no_form_is_left_and_masking_twice_is_masking_once(passwords: list[str], texts: list[str]) -> None:
    mask = Redactor(Secret(f"n{index}", value) for index, value in enumerate(passwords)).mask
    text = "".join(text + password for text, password in zip(texts, [*passwords, ""], strict=False))
    masked = mask(text)
    assert mask(masked) == masked
    outside = [part.partition("›")[2] if index else part for index, part in enumerate(masked.split("‹n"))]
    for password in passwords:
        assert not any(form in part for form in every_form(password) for part in outside)


def test_five_thousand_lines_and_ten_passwords_are_no_wait() -> None:
    passwords = {f"p{index}": f"{AWKWARD}{index}" for index in range(10)}
    lines = [
        f"2016-04-01 12:00:00.000 1234 INFO nova.compute [-] line {index} {AWKWARD}{index % 10}"
        for index in range(5000)
    ]
    mask = redactor(**passwords).mask
    start = time.process_time()
    whole = mask("\n".join(lines))
    by_line = [mask(line) for line in lines]
    assert time.process_time() - start < 5
    assert whole.split("\n") == by_line
