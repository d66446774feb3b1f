"""Finds everything that is wrong with a folder of specs, all of it at once.

`lints` names what can be wrong; the modules of rules find it, a generator each; `linter` runs them
over a folder of specs as far as it can be read, and stamps id and level on what they find.
"""
