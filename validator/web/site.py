"""What the parts of a server have in common."""

from __future__ import annotations

from validator.frozen import frozen
from validator.standard.catalogue import Catalogue
from validator.web.checking import Checking
from validator.web.settings import Settings


@frozen
class Site:
    """What the parts of a server have in common.

    Attributes:
        catalogue: the specs, as they were when the server was started.
        checking: what checks applications that are sent.
    """

    settings: Settings
    catalogue: Catalogue
    checking: Checking
