"""What happens at the desk: reading and checking one article or a folder of them, and writing the report down."""
