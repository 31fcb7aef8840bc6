"""A Language Server Protocol server: editors show findings while a text is written. Extra: `copydesk[lsp]`."""
