"""The local web page and the HTTP API for CMS and editor plugins. Both answer this machine only."""
