"""The same keys in a real vim, where there is one: what the lab's vi is compared with."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from shutil import which
from typing import Any

import pexpect

from tests.lab.editors.typing import keys

VIM = which("vim.basic") or which("vim")
_BYTES = {
    "<Up>": "\x1b[A", "<Down>": "\x1b[B", "<Right>": "\x1b[C", "<Left>": "\x1b[D", "<Home>": "\x1b[H",
    "<End>": "\x1b[F",
    "<Del>": "\x1b[3~", "<PageUp>": "\x1b[5~", "<PageDown>": "\x1b[6~", "<Insert>": "\x1b[2~",
}  # fmt: skip
SCRIPT = r"""
set nocompatible ruler noswapfile viminfo= bs=indent,eol,start shm=filnxtToOS nohls nofixeol report=2
set belloff=all display= scrolloff=0 sidescroll=0 noincsearch noesckeys nojoinspaces nolangremap
set nrformats=bin,octal,hex cpo-=_
set encoding=utf-8 fileencodings=ucs-bom,utf-8,latin1 ambiwidth=single
func Dump()
  redraw
  let rows = []
  for r in range(1, &lines)
    let row = ''
    for c in range(1, &columns)
      let row .= screenstring(r, c)
    endfor
    call add(rows, row)
  endfor
  let column = strchars(strpart(getline('.'), 0, col('.') - 1))
  let out = {'lines': getline(1, '$'), 'cursor': [line('.'), column]}
  let out.top = line('w0')
  let out.rows = rows
  let out.screen = [screenrow(), screencol()]
  let out.register = getreg('"')
  let out.modified = &modified
  call writefile([json_encode(out)], $DUMP)
endfunc
set ttimeout ttimeoutlen=1 t_BE= t_BD= t_RV= t_u7= t_RB= t_RF= t_RK= t_RC= t_RS=
autocmd VimEnter * call writefile([], $READY)
noremap <C-_> <Cmd>call Dump()<CR>
noremap! <C-_> <Cmd>call Dump()<CR>
"""


def run_vim(
    text: bytes, typing: str, *, columns: int = 80, rows: int = 24, name: str = "f"
) -> dict[str, Any]:
    """Return what vim has made of it: lines, cursor, first line of the window, rows of the screen."""
    assert VIM is not None
    with tempfile.TemporaryDirectory(prefix="edit-vim") as directory:
        folder = Path(directory)
        (folder / name).write_bytes(text)
        (folder / "rc").write_text(SCRIPT)
        environment = {
            "DUMP": str(folder / "dump"), "READY": str(folder / "ready"), "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "HOME": directory, "TERM": "xterm",
        }  # fmt: skip
        vim = pexpect.spawn(
            VIM, ["-u", str(folder / "rc"), "-i", "NONE", "-n", name], cwd=directory, env=environment,
            dimensions=(rows, columns), timeout=20,
        )  # fmt: skip
        while not (folder / "ready").exists():
            vim.read_nonblocking(1000, 20)
        typed = "".join(_BYTES.get(key, key) for key in keys(typing))
        vim.send((typed + "\x1f" + "\x1b\x1b:qa!\r").encode("utf-8", "surrogateescape"))
        try:
            vim.expect(pexpect.EOF)
        finally:
            vim.close(force=True)
        try:
            found: dict[str, Any] = json.loads((folder / "dump").read_text())
        except FileNotFoundError:
            return {"lines": None}
        saved = folder / name
        found["file"] = saved.read_bytes().decode("latin-1") if saved.exists() else None
        return found
