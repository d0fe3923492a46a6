from django.contrib.admin.apps import AdminConfig


class HouseAdminConfig(AdminConfig):
    """Django's admin with the house's site: it knows every noun, so it stands on this floor."""

    default_site = "gvp.ops.admin_site.HouseAdminSite"
