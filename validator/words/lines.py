"""How wide the lines are that people read where nobody says another width."""

from __future__ import annotations

from typing import Final

WIDTH: Final = 80
