"""nova.conf: read as oslo.config reads it, edited line by line, shown as a masked diff."""

from wizard.ini.editing import Edited, edited
from wizard.ini.reading import IniFile, Setting
from wizard.ini.showing import difference

__all__ = ["Edited", "IniFile", "Setting", "difference", "edited"]
