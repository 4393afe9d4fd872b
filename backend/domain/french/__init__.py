"""Reading numbers, dates, times and ranges of days in French.

`lexicon` has the words; `numbers`, `dates`, `datetimes` (times of day, future moments), `schedules` (days of the week,
pauses) and `ranges` with `range_patterns` read them.
"""
