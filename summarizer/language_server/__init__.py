"""A server of the Language Server Protocol: editors show findings while text is written. Extra: `copydesk[lsp]`."""
