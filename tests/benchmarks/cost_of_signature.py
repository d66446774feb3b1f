"""What a signature costs: `python -m tests.benchmarks.cost_of_signature`, in milliseconds.

A detached signature over a manifest of 5 KiB is looked at with a pinned authority, as in a batch of
applications: the authority is known already, the signer is not. Then the worst file that is looked
at, and Streebog alone, at its limit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from time import process_time

from tests.inspect.signing import (
    INDIVIDUAL,
    SIGNING,
    Holder,
    Key,
    Signed,
    authority,
    cms,
    ec_key,
    extension,
    gost_key,
    key_usage,
    name,
    person,
    purposes,
    root,
    rsa_key,
    sign,
    signer,
)
from validator.inspect.certificates import MAX_CERTIFICATE, read_certificate
from validator.inspect.chain import Chain
from validator.inspect.signature import MAX_SIGNERS, Fit, inspect_signature
from validator.inspect.streebog import streebog
from validator.source import MAX_BYTES

ROUNDS = 15
MANIFEST = b"format: 1\n" * 512
THEN = datetime(2026, 6, 1, tzinfo=UTC)


def fastest(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of the fastest of several runs: what else the machine does only adds to one."""
    took = []
    for _ in range(rounds):
        streebog.cache_clear()
        start = process_time()
        work()
        took.append(process_time() - start)
    return 1000 * min(took)


def cost(key: Key, above: Key) -> float:
    """Milliseconds for a signature by a key, under an authority with another one."""
    authority = root(above)
    data, pinned = sign(MANIFEST, signer(key, authority)), [authority.certificate]

    def look() -> None:
        read_certificate.cache_clear()
        read_certificate(pinned[0])
        (signed,) = inspect_signature(data, MANIFEST, pinned, THEN).signers
        if signed.fit is not Fit.FITS:
            raise ValueError(signed.reason)

    return fastest(look)


def worst() -> float:
    """Milliseconds for a file with as much of everything as is looked at, none of it trusted."""
    fat = extension("1.2.3.4", bytes(MAX_CERTIFICATE - 1000))
    above = replace(root(gost_key(64, 2)), names_keys=False)
    signed = []
    carried = []
    for number in range(MAX_SIGNERS):
        holder = above
        for step in range(2):
            twins = [
                Holder(
                    gost_key(64, 100 * number + 10 * step + each + 3),
                    name(f"STEP {step} OF {number}"),
                    extensions=(authority(), key_usage(0x06), fat),
                    issuer=holder,
                    names_keys=False,
                )
                for each in range(2)
            ]
            carried += [each.certificate for each in twins]
            holder = twins[-1]
        key = gost_key(64 if number % 2 else 32, 1000 + number)
        extensions = (key_usage(0xC8), purposes(SIGNING, INDIVIDUAL), fat)
        own = Holder(key, person(), 30 + number, extensions, issuer=holder, names_keys=False)
        carried.append(own.certificate)
        signed.append(Signed(bytes(MAX_BYTES), own))
    data, content = cms(*signed, certificates=carried), bytes(MAX_BYTES)

    def look() -> None:
        found = inspect_signature(data, content, [], THEN)
        if {each.chain for each in found.signers} != {Chain.UNKNOWN}:
            raise ValueError(found)

    return fastest(look, 3)


def main() -> None:
    """Measure and print."""
    pairs: dict[str, tuple[Key, Key]] = {
        "RSA": (rsa_key(1), rsa_key(0)),
        "ECDSA under RSA": (ec_key(), rsa_key(0)),
        "GOST 256": (gost_key(32), gost_key(32, 2)),
        "GOST 512": (gost_key(64), gost_key(64, 2)),
    }
    for called, (key, above) in pairs.items():
        print(f"{called}: {cost(key, above):.1f} ms")
    print(f"the worst file: {worst():.0f} ms")
    limit = fastest(lambda: streebog(bytes(MAX_BYTES), 64), 3)
    print(f"Streebog, {MAX_BYTES >> 10} KiB: {limit:.0f} ms")


if __name__ == "__main__":
    main()
