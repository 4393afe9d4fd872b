"""Measures what the product can carry on the machine at hand: `python -m benchmarks`.

Nothing here is a test, because times depend on the machine. Two systems are compared within one run.
"""
