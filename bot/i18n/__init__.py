"""Our words in people's languages. French is the source: where a catalogue is missing, we speak it."""
