"""Copydesk's rule layer: checks whether a news text's figures reconcile and whether a summary agrees with its article.

    sheet = checks.check_article(text)      # .findings, .ticks, .ledger
    sheet = checks.compare(article, summary)
    article = checks.read(text)             # .figures, .moments, .listings
    checks.explain("parts-and-whole")

Pure and deterministic: standard library only, no input or output, no model. The rules of a scope are imported when its
first check runs.
"""

from checks.compare import compare
from checks.config import Config, Dismissal
from checks.dictionary import Dictionary, HouseCurrency, HouseUnit
from checks.explain import RuleDoc, explain, rule_docs
from checks.model import Article, Finding, Ledger, ProposedRelation, Sheet, Tick, TieReading
from checks.read import read
from checks.run import check_article

__all__ = [
    "Article",
    "Config",
    "Dictionary",
    "Dismissal",
    "Finding",
    "HouseCurrency",
    "HouseUnit",
    "Ledger",
    "ProposedRelation",
    "RuleDoc",
    "Sheet",
    "Tick",
    "TieReading",
    "check_article",
    "compare",
    "explain",
    "read",
    "rule_docs",
]
