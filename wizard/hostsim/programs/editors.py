"""The editors: vi, vim and view; nano and vimdiff say what to use."""

from __future__ import annotations

from wizard.hostsim.process import Process
from wizard.hostsim.table import program


@program("vi", "vim", "view", "ex", "rvi", "rview")
async def vi(process: Process) -> int:
    """Edit files."""
    from wizard.hostsim.vi.program import main  # noqa: PLC0415 - an editor is rarely started

    return await main(process)


@program("nano", "pico", "emacs")
async def nano(process: Process) -> int:
    """Say that there is vi."""
    process.err(
        f"-bash: {process.name}: command not found\nUse vi: vi FILE, i inserts, Esc ends that, :wq saves\n"
    )
    return 127


@program("vimdiff")
async def vimdiff(process: Process) -> int:
    """Say that there are diff and vi."""
    process.err("vimdiff: no windows side by side here: use diff FILE FILE, and vi\n")
    return 1


@program("less", "more", "pg")
async def less(process: Process) -> int:
    """Show text a screen at a time."""
    from wizard.hostsim.pager.program import main  # noqa: PLC0415 - as above

    return await main(process)
