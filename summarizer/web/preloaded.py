"""Loads, when it is imported, what every checking process needs: the fork server does so once for all of them."""

from checks.registry import catalogue
from summarizer.web import posted as posted

catalogue()
