"""Django's own admin, which loads its scripts by address and not by nonce."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig


class StaffSite(AdminSite):
    def admin_view(self, view, cacheable=False):
        return csp_replace({"script-src": [SELF]})(super().admin_view(view, cacheable))


class StaffAdminConfig(AdminConfig):
    default_site = "config.staff.StaffSite"
