"""The rights walk: every role asks for every address of the site, and the answers are
held against a written table.

``house.py`` builds a tiny district with one thing of every kind, ``objects.py`` says
which thing stands for which part of an address, ``walker.py`` asks, ``table.py`` reads
and writes the table.
"""
