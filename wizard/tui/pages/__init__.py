"""The pages, a file each. One is made, and its file imported, when it is first shown."""

from __future__ import annotations

from wizard.tui.outline import COMPUTE, NODES, OVERVIEW, REPORT, VERIFY
from wizard.tui.pages.page import Page

__all__ = ["Page", "new_page"]


def new_page(section: str, page_id: str) -> Page:
    """Return the page of a section."""
    # ruff: noqa: PLC0415 - see above
    if section == OVERVIEW:
        from wizard.tui.pages.overview import OverviewPage

        return OverviewPage(id=page_id)
    if section == NODES:
        from wizard.tui.pages.nodes import NodesPage

        return NodesPage(id=page_id)
    if section == COMPUTE:
        from wizard.tui.pages.compute import ComputePage

        return ComputePage(id=page_id)
    if section == VERIFY:
        from wizard.tui.pages.verify import VerifyPage

        return VerifyPage(id=page_id)
    if section == REPORT:
        from wizard.tui.pages.report import ReportPage

        return ReportPage(id=page_id)
    from wizard.tui.pages.section import SectionPage

    return SectionPage(id=page_id)
