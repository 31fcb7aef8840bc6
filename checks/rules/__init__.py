"""The rules of Copydesk, one file each, in families by what goes wrong.

To add one, copy `_skeleton.py` into a family and fill it in; `checks.registry` finds it by walking this package.
"""
