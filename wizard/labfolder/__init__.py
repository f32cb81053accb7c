"""Labs that live in a folder: started or joined there, with the files by which others log in."""

from wizard.labfolder.about import compute_nodes_in
from wizard.labfolder.joined import JoinedLab, joined
from wizard.labfolder.requests import BEFORE_RESTORE, FolderRequests
from wizard.labfolder.running import FolderLab
from wizard.labfolder.snapshots import snapshots_in

__all__ = [
    "BEFORE_RESTORE",
    "FolderLab",
    "FolderRequests",
    "JoinedLab",
    "compute_nodes_in",
    "joined",
    "snapshots_in",
]
