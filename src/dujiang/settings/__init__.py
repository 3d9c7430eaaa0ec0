"""What an installation is told, and the key it keeps."""

from dujiang.settings.keys import InstallationKey, installation_key
from dujiang.settings.model import Secret, Settings, described, from_process, load_settings

__all__ = [
    "InstallationKey",
    "Secret",
    "Settings",
    "described",
    "from_process",
    "installation_key",
    "load_settings",
]
