"""Numbers, dates, hours and ranges of days as people write them in French.

`lexicon` has the words; `numbers`, `dates`, `datetimes` (hours and moments to come), `schedules` (days of the week,
pauses) and `ranges` with `range_patterns` read them.
"""
