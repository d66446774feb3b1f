"""Finds everything that is wrong with a folder of specs, all of it at once.

`lints` names what can be wrong; the modules of rules find it, a generator each; `linter` runs them
over a folder of specs as far as it can be read and stamps the lint's id and level on what they
find. What is an error is found where specs are loaded, in `standard`, and only told here.
"""
