"""Backups, made while the server runs, and their restoring while it does not.

A backup is one `.tar.gz` for the server's own account only: the database as it was at one moment, a manifest
(version, revision of the tables, rows of every table, sha256 of every file) and, where asked for, the secret key.
"""

from consult.services.backup.fault import BackupFault
from consult.services.backup.make import kept_key, make
from consult.services.backup.restore import Restored, restore

__all__ = ["BackupFault", "Restored", "kept_key", "make", "restore"]
