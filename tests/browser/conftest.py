"""What the tests in a browser share."""

from playwright.async_api import expect

expect.set_options(timeout=30_000)  # milliseconds until what never comes is given up: a busy machine is no failure
