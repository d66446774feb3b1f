"""A Rego engine, regorus, in a loop: `python with_rego.py POLICY DATA FILE…`.

It runs in an environment where the engine is installed and this project is not. rego-cpp, which
can be installed too, takes a tenth of a second a manifest; OPA itself is in no registry of
libraries.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

QUERY = "data.application.deny"


def load(name: str) -> Any:
    """What a file holds."""
    data = Path(name).read_bytes()
    return json.loads(data) if name.endswith(".json") else yaml.load(data, yaml.CSafeLoader)


def main(policy: str, data: str, *names: str) -> int:
    """Tell of each file whether anything is denied; 1 if something is."""
    engine = import_module("regorus").Engine()
    engine.add_policy_from_file(policy)
    engine.add_data(load(data))
    valid = True
    for each in names:
        engine.set_input(load(each))
        said = engine.eval_rule_as_json(QUERY)
        denied = bool(json.loads(said))
        valid &= not denied
        print(each, f"invalid {said}".replace("\n", " ") if denied else "valid")
    return 0 if valid else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
