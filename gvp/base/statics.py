"""Static files as they are served on a server: packed, and each under a name that changes with what is in it."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HouseStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Also inside our scripts: what one module imports from another is found under its new name."""

    support_js_module_import_aggregation = True
