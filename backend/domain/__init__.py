"""Rules and file formats as pure code: no clock, no randomness, no database, no network."""
