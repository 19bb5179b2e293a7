"""What all tests share: property tests are judged by what they find, not by how loaded the machine is.

In CI they try the same examples each time, so that a change is judged by what it changes; at a desk they look for new
ones.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
