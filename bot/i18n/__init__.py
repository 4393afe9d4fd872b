"""The product's texts in people's languages. French is the source: where a catalogue is missing, French is used."""
