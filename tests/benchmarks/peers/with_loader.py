"""Loads YAML files and does nothing with them: `python with_loader.py FILE…`."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

if __name__ == "__main__":
    for each in sys.argv[1:]:
        yaml.load(Path(each).read_bytes(), yaml.CSafeLoader)
