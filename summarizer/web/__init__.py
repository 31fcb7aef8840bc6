"""The page to paste an article into, and the same over HTTP for a CMS or an editor plugin. For this machine only."""
