"""The whole truth for one screen: what it asks for when it opens, reconnects, wakes up or was told of a change."""

from consult.services.catch_up.for_console import console
from consult.services.catch_up.for_phone import phone
from consult.services.catch_up.for_projector import projector

__all__ = ["console", "phone", "projector"]
