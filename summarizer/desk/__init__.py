"""Checks one article or a batch of articles and writes the report; used by the command line and the server."""
