"""The record of what happened, as people read it."""

from interview.web.trail import pages
from interview.web.trail.blueprint import trail

__all__ = ["pages", "trail"]
