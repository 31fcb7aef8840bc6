"""The same quantity in two units or two currencies."""
