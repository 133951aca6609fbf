"""How long a run looks: `script/test` is the same each time, `script/test --deep` looks further and elsewhere each time."""

import os

import hypothesis

DEEP = os.environ.get("CLC_DEEP") == "1"
EVERY_CHECK = list(hypothesis.HealthCheck)

# No deadline: a slow machine is no finding. The same examples each time: what --deep finds becomes a test of its own.
hypothesis.settings.register_profile("short", deadline=None, suppress_health_check=EVERY_CHECK, derandomize=True)
hypothesis.settings.register_profile("deep", deadline=None, suppress_health_check=EVERY_CHECK, max_examples=1000)
hypothesis.settings.load_profile("deep" if DEEP else "short")
