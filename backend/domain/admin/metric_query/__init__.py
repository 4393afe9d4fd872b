"""Questions about figures in plain French: what is counted, when, where, and how it is grouped.

`parser.read` accounts for every word of a text. If a word is left over, it is named and no number is given, because the
answer to another question could pass for the figure that was asked.
"""
