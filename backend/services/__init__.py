"""What can be done, with the rules of fair work and permissions checked; one folder per area. A service takes a unit of
work and never commits it."""
