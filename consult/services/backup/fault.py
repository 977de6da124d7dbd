"""Why a backup or its restoring cannot be."""

from consult.config import ConfigurationError


class BackupFault(ConfigurationError):
    """A sentence for the person at the terminal. Nothing was changed."""
