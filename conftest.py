"""What all tests share: property tests are judged by what they find, not by how loaded the machine is."""

from hypothesis import HealthCheck, settings

settings.register_profile("tenfold", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tenfold")
