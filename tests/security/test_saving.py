"""Saving writes one regular file of ours, whole or not at all, and says why where it does not."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace as replaced
from pathlib import Path

import pytest

from wizard.answers.draft import Draft
from wizard.answers.save import save
from wizard.model.problems import Problem
from wizard.saving import create, is_there, replace, typed_path
from wizard.text import Words
from wizard.tui.app import Wizard
from wizard.tui.start import setting_for

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to give files to another user")
CONTENT = "version: 1\n"


def a_link(path: Path) -> None:
    (path.parent / "target").write_text("old")
    path.symlink_to("target")


def a_dangling_link(path: Path) -> None:
    path.symlink_to("nowhere")


def a_fifo(path: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_device(path: Path) -> None:
    path.symlink_to("/dev/full")


@pytest.mark.parametrize(
    "kind", [a_link, a_dangling_link, a_fifo, a_folder, a_device], ids=lambda kind: kind.__name__
)
def test_only_a_regular_file_is_replaced(tmp_path: Path, kind: Callable[[Path], None]) -> None:
    path = tmp_path / "answers.yaml"
    kind(path)
    before = sorted((file.name, file.lstat().st_mode, file.lstat().st_ino) for file in tmp_path.iterdir())
    for write in (replace, create):
        with pytest.raises(Problem) as refused:
            write(path, CONTENT)
        assert Words("en").say(refused.value.message)
    after = sorted((file.name, file.lstat().st_mode, file.lstat().st_ino) for file in tmp_path.iterdir())
    assert after == before
    assert not (tmp_path / "target").exists() or (tmp_path / "target").read_text() == "old"


@pytest.mark.parametrize("device", ["/dev/full", "/dev/null", "/dev/zero", "/dev/stdout", "/proc/self/mem"])
def test_devices_stay(device: str) -> None:
    before = os.lstat(device)
    with pytest.raises(Problem):
        replace(Path(device), CONTENT)
    after = os.lstat(device)
    assert (after.st_mode, after.st_ino) == (before.st_mode, before.st_ino)


@pytest.mark.parametrize("mode", [0o666, 0o644, 0o777, 0o400])
def test_what_is_saved_is_its_owners(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("old")
    path.chmod(mode)
    umask = os.umask(0)
    try:
        replace(path, CONTENT)
        create(tmp_path / "new.yaml", CONTENT)
    finally:
        os.umask(umask)
    for file in (path, tmp_path / "new.yaml"):
        assert (file.stat().st_mode & 0o777, file.read_text()) == (0o600, CONTENT)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "name", ["nul\0", "x" * 300, "none/answers.yaml", "", ".", "..", "/", "a/../../../../.."]
)
def test_names_that_cannot_be(tmp_path: Path, name: str) -> None:
    for write in (replace, create):
        with pytest.raises(Problem):
            write(tmp_path / name, CONTENT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["~nouser", "~nouser/answers.yaml"])
def test_a_user_who_is_not_there(text: str) -> None:
    with pytest.raises(Problem) as refused:
        typed_path(text)
    assert refused.value.message.key == "save-no-such-user"


@root_only
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o757])
def test_a_folder_that_others_write_to(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    folder.chmod(mode)
    with pytest.raises(Problem) as refused:
        replace(folder / "answers.yaml", CONTENT)
    assert refused.value.message.key == "trusted-folder-mode"
    folder.chmod(0o1777)
    replace(folder / "answers.yaml", CONTENT)
    assert (folder / "answers.yaml").read_text() == CONTENT


@pytest.mark.parametrize("content", ["\udcff", "a\ud800b", "\x00\x1b[2J", "가" * 100_000])
def test_any_text_can_be_written(tmp_path: Path, content: str) -> None:
    replace(tmp_path / "report.html", content)
    assert (tmp_path / "report.html").read_bytes() == content.encode("utf-8", "backslashreplace")


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem) as refused:
        replace(path, CONTENT)
    assert refused.value.message.variables["reason"] == "No space left on device"
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("answers.yaml", "old")]


@pytest.mark.parametrize("folder", ["loop", "loop/x", "x" * 300, "a\0b", "\ud800", "none", "~nobody-here"])
@pytest.mark.parametrize("of_the_draft", [True, False])
def test_answers_with_relative_paths_are_saved_or_a_reason_is_given(
    tmp_path: Path, folder: str, of_the_draft: bool
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    odd, usual = tmp_path / folder / "answers.yaml", tmp_path / "answers.yaml"
    draft = Draft.example("en")
    draft.set("ssh.identity_file", "key")
    draft.file = odd if of_the_draft else usual
    try:
        save(draft, usual if of_the_draft else odd, Words("en"))
    except Problem as problem:
        assert Words("en").say(problem.message)
    else:
        assert of_the_draft


@pytest.mark.parametrize("name", ["x" * 300, "loop/x", "a\0b", "\ud800", "folder", "none"])
def test_what_cannot_be_looked_at_is_not_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder").mkdir()
    assert not is_there(tmp_path / name)


@pytest.mark.parametrize("name", ["x" * 300, "loop/answers.yaml", "a\0b"])
async def test_the_wizard_starts_whatever_the_last_answers_are(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    setting = replaced(setting_for(None, "en"), last=tmp_path / name, state=tmp_path)
    app = Wizard(setting)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.main.query("#contents")
        assert len(app.screen_stack) == 1
