"""4.4.3: the compute nodes, side by side where the screen is wide enough."""

from __future__ import annotations

from wizard.tui.pages.section import SectionPage


class ComputePage(SectionPage):
    """The steps of all compute nodes: a column a node."""
