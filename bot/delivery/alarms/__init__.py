"""Messages to staff when something is amiss: an account, the books, pay, claims."""
