"""A server of the Model Context Protocol: assistants check and summarise texts. Extra: `copydesk[mcp]`."""
