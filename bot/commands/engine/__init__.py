"""What all commands use: the unit of work, who does it, finding people, loading modules."""
