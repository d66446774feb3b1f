"""What a signature costs: `python -m tests.benchmarks.cost_of_signature`, in milliseconds.

A detached signature over a manifest of 5 KiB is looked at with a pinned authority, as in a batch of
applications: the authority is known already, the signer is not. Then Streebog alone, at its limit.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from time import process_time

from tests.inspect.signing import Key, ec_key, gost_key, root, rsa_key, sign, signer
from validator.inspect.algorithms import MAX_STREEBOG
from validator.inspect.certificates import read_certificate
from validator.inspect.signature import Fit, inspect_signature
from validator.inspect.streebog import streebog

ROUNDS = 15
MANIFEST = b"format: 1\n" * 512
THEN = datetime(2026, 6, 1, tzinfo=UTC)


def fastest(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of the fastest of several runs: what else the machine does only adds to one."""
    took = []
    for _ in range(rounds):
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


def main() -> None:
    """Measure and print."""
    pairs: dict[str, tuple[Key, Key]] = {
        "RSA": (rsa_key(1), rsa_key(0)),
        "ECDSA under RSA": (ec_key(), rsa_key(0)),
        "GOST 256": (gost_key(32), gost_key(32, 2)),
        "GOST 512": (gost_key(64), gost_key(64, 2)),
    }
    for name, (key, above) in pairs.items():
        print(f"{name}: {cost(key, above):.1f} ms")
    limit = fastest(lambda: streebog(bytes(MAX_STREEBOG), 64), 3)
    print(f"Streebog, {MAX_STREEBOG >> 10} KiB: {limit:.0f} ms")


if __name__ == "__main__":
    main()
