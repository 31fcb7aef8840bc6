"""The suffixes of file names, by the kind of file that they mean."""

from __future__ import annotations

HTML_SUFFIXES = (".html", ".htm")
MARKDOWN_SUFFIXES = (".md", ".markdown")
WORD_SUFFIX, PDF_SUFFIX, MAIL_SUFFIX = ".docx", ".pdf", ".eml"
DOCUMENT_SUFFIXES = (".txt", *MARKDOWN_SUFFIXES, *HTML_SUFFIXES, WORD_SUFFIX, PDF_SUFFIX)  # files of a single article

DELIMITED_SUFFIXES = (".csv", ".tsv")
JSON_LINES_SUFFIXES = (".jsonl", ".ndjson")
PARQUET_SUFFIX = ".parquet"
TABLE_SUFFIXES = (*DELIMITED_SUFFIXES, *JSON_LINES_SUFFIXES, PARQUET_SUFFIX)
FEED_SUFFIXES = (".rss", ".atom")
XML_SUFFIX = ".xml"  # a feed if it begins as one, else any other XML
WARC_SUFFIXES = (".warc", ".warc.gz")
ADDRESS_LIST_SUFFIX = ".urls"

SUFFIXES = (*DOCUMENT_SUFFIXES, MAIL_SUFFIX, *TABLE_SUFFIXES, *FEED_SUFFIXES, ADDRESS_LIST_SUFFIX, *WARC_SUFFIXES)
UNSUPPORTED_SUFFIXES = (".doc", ".odt", ".rtf", ".pages")  # documents that are refused with advice
