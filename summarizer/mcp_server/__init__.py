"""A Model Context Protocol server: assistants check and summarise texts. Extra: `copydesk[mcp]`."""
