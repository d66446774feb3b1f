"""A store that speaks S3, on this machine alone: OpenStack Swift as Debian packs it.

`apt-get install swift-proxy swift-account swift-container swift-object memcached` brings the
programs; they are started here in a folder of their own, with one device and no copies.
"""

from __future__ import annotations

import getpass
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

BUCKET: Final = "bench"
SERVERS: Final = ("account", "container", "object")
_NEEDED: Final = ("memcached", "swift-ring-builder", "swift-proxy-server")
_SECONDS: Final = 60.0
_PROXY: Final = """
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache s3api tempauth bulk slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{memcached}
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_bench_bench = bench .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
"""
_SERVER: Final = """
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
"""
_DEFAULT: Final = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = {workers}
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
disable_fallocate = true
fallocate_reserve = 0
log_level = ERROR
"""


def require_programs() -> None:
    """End where a program is not installed; says which."""
    missing = [each for each in _NEEDED if shutil.which(each) is None]
    if missing:
        raise SystemExit(f"not installed: {', '.join(missing)} (see {__file__})")


@contextmanager
def serving(folder: Path, workers: int = 1) -> Iterator[dict[str, str]]:
    """A store with one empty bucket; gives the environment that `s3://bench` asks for."""
    require_programs()
    ports = dict(zip(("memcached", "proxy", *SERVERS), _free(5), strict=True))
    (folder / "devices" / "d1").mkdir(parents=True)
    user = getpass.getuser()
    for name in ("proxy", *SERVERS):
        head = _DEFAULT.format(port=ports[name], workers=workers, user=user, folder=folder)
        rest = _PROXY.format(**ports) if name == "proxy" else _SERVER.format(name=name)
        (folder / f"{name}.conf").write_text(head + rest, "utf-8")
    for name in SERVERS:
        _ring(folder, name, ports[name])
    with ExitStack() as stack:
        _begun(stack, "memcached", "-l", "127.0.0.1", "-p", str(ports["memcached"]), "-u", user)
        for name in (*SERVERS, "proxy"):
            _begun(stack, f"swift-{name}-server", str(folder / f"{name}.conf"))
        address = f"http://127.0.0.1:{ports['proxy']}"
        _wait(f"{address}/healthcheck")
        _make_bucket(address)
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "bench:bench",
            "AWS_SECRET_ACCESS_KEY": "bench",
        }


def _make_bucket(address: str) -> None:
    """A bucket, by Swift's own means: what S3 is asked for here makes none."""
    credentials = {"X-Auth-User": "bench:bench", "X-Auth-Key": "bench"}
    found = urllib.request.Request(f"{address}/auth/v1.0", headers=credentials)  # noqa: S310
    with urllib.request.urlopen(found, timeout=_SECONDS) as answer:  # noqa: S310
        account, token = answer.headers["X-Storage-Url"], answer.headers["X-Auth-Token"]
    made = urllib.request.Request(  # noqa: S310
        f"{account}/{BUCKET}", headers={"X-Auth-Token": token}, method="PUT"
    )
    with urllib.request.urlopen(made, timeout=_SECONDS):  # noqa: S310
        pass


def _ring(folder: Path, name: str, port: int) -> None:
    builder = folder / f"{name}.builder"
    device = f"r1z1-127.0.0.1:{port}/d1"
    for rest in (("create", "4", "1", "0"), ("add", device, "1"), ("rebalance",)):
        subprocess.run(
            ("swift-ring-builder", builder, *rest), check=True, stdout=subprocess.DEVNULL
        )


def _begun(stack: ExitStack, *command: str) -> None:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.send_signal, signal.SIGTERM)


def _wait(address: str) -> None:
    until = time.monotonic() + _SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  # our own server
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _free(count: int) -> list[int]:
    """Ports that nobody listens on."""
    with ExitStack() as stack:
        found = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in found:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in found]
