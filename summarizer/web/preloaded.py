"""Imports what every worker process needs, so that the fork server loads it once."""

from checks.registry import catalogue
from summarizer.reports.page import template_environment
from summarizer.web import posted as posted

catalogue()
template_environment().get_template("results.html.j2")
