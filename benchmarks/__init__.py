"""What the product can carry, measured on the machine at hand: `python -m benchmarks`.

Nothing here is a test: times depend on the machine. What two systems do is compared within one run.
"""
