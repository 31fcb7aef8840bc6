"""What engines share when they write texts: requests of several jobs in one call, and when to stop."""
