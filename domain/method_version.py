"""The version of the rules by which lights are given and figures worked out; the rules are in docs/method.md.

It stands on every page and in every file, beside the versions of data and plan: the same three give the same content.
A test holds it to the source of the rules: it must be raised when a change there can change what is shown.
"""

METHOD_VERSION = 4
