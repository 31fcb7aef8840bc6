"""Imports what every worker process needs, so that the fork server loads it once."""

from checks.registry import catalogue
from summarizer.web import posted as posted

catalogue()
