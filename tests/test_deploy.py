"""The files to start a cluster from say what the program and each other say."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

import pytest
import yaml

from tests.project import ROOT
from validator.cli import codes
from validator.cli.check import command as check

SCHEDULER: Final = "tcp://scheduler:8786"
COMPOSE: Final = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
OBJECTS: Final[list[dict[str, Any]]] = list(
    yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text("utf-8"))
)


def _containers() -> list[tuple[list[str], str]]:
    """The command and the image of each container, from both files."""
    found = [
        ([*each["entrypoint"], *each["command"]], str(each["image"]))
        for each in COMPOSE["services"].values()
    ]
    for each in OBJECTS:
        for container in each["spec"].get("template", {}).get("spec", {}).get("containers", ()):
            found.append((container["command"], container["image"]))
    return found


def test_all_are_of_one_image_with_what_is_needed() -> None:
    assert len({image for _, image in _containers()}) == 1
    extras = COMPOSE["x-validator"]["build"]["args"]["EXTRAS"].split(",")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {"cluster", "store"} <= set(extras) <= set(project["optional-dependencies"])
    container = (ROOT / "Containerfile").read_text("utf-8")
    assert re.search(r'^ARG EXTRAS=.*"/src\[\$EXTRAS\]"', container, re.DOTALL | re.MULTILINE)
    assert f"EXTRAS={','.join(extras)}" in (ROOT / "deploy" / "kubernetes.yaml").read_text("utf-8")


@pytest.mark.parametrize("words", [each for each, _ in _containers()], ids=" ".join)
def test_commands_are_such_as_there_are(words: list[str]) -> None:
    if words[0] == "dask":
        assert words[1] in ("scheduler", "worker")
        assert SCHEDULER in words or words[words.index("--port") + 1] == SCHEDULER[-4:]
        assert words[1] == "scheduler" or "--no-nanny" in words, "a worker has to start processes"
        return
    assert words[:2] == ["validator", "check"]
    known = {option for each in check.params for option in each.opts} | {"--help"}
    assert {each for each in words if each.startswith("--")} <= known
    assert words[words.index("--cluster") + 1] == SCHEDULER


def test_names_and_ports_meet() -> None:
    service = next(each for each in OBJECTS if each["kind"] == "Service")
    assert service["metadata"]["name"] == "scheduler"
    assert service["spec"]["ports"][0]["targetPort"] == 8786
    of = service["spec"]["selector"]
    labels = [
        each["spec"]["template"]["metadata"]["labels"]
        for each in OBJECTS
        if "template" in each["spec"]
    ]
    assert labels.count(of) == 1
    policy = next(each for each in OBJECTS if each["kind"] == "NetworkPolicy")["spec"]
    for wanted in (policy["podSelector"], policy["ingress"][0]["from"][0]["podSelector"]):
        assert all(wanted["matchLabels"].items() <= each.items() for each in labels)
    assert "scheduler" in COMPOSE["services"]
    assert not any("ports" in each for each in COMPOSE["services"].values())


def test_a_run_whose_cluster_has_gone_is_begun_again_and_no_other_one_is() -> None:
    (job,) = (each["spec"] for each in OBJECTS if each["kind"] == "Job")
    (rule,) = job["podFailurePolicy"]["rules"]
    killed = 128 + 9
    assert rule["onExitCodes"]["values"] == [codes.LOST, killed]
    words = job["template"]["spec"]["containers"][0]["command"]
    assert {"--exit-zero", "--resume"} <= set(words)
