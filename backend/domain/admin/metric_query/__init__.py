"""Questions about figures in plain words: what is counted, when, where, by what it is told apart.

`parser.read` accounts for every word of a text. A word that nothing accounts for is named, and then there is no
number: an answer to something else than what was asked passes for a figure.
"""
