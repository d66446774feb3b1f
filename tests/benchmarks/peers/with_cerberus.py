"""Cerberus in a loop, as one would write it: `python with_cerberus.py SCHEMA FILE…`."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from cerberus import Validator


class Days(Validator):  # type: ignore[misc]  # publishes no types
    """Cerberus with two formats of texts."""

    def _check_with_date(self, field: str, value: str) -> None:
        try:
            date.fromisoformat(value)
        except ValueError:
            self._error(field, "no date")

    def _check_with_time(self, field: str, value: str) -> None:
        try:
            if datetime.fromisoformat(value).tzinfo is None:
                self._error(field, "no time zone")
        except ValueError:
            self._error(field, "no time")


def load(name: str) -> Any:
    """What a file holds."""
    data = Path(name).read_bytes()
    return json.loads(data) if name.endswith(".json") else yaml.load(data, yaml.CSafeLoader)


def main(schema: str, *names: str) -> int:
    """Tell of each file whether it is valid; 1 if one is not."""
    validator = Days(load(schema))
    valid = True
    for name in names:
        if validator.validate(load(name)):
            print(name, "valid")
        else:
            valid = False
            print(name, "invalid", json.dumps(validator.errors))
    return 0 if valid else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
