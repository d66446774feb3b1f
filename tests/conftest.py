"""What holds for every test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A busy machine is no fault: nothing here may fail for taking long.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes name no test: many are made anew by each process, whose tests would then differ."""
    return "bytes" if isinstance(val, bytes) else None
