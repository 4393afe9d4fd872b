"""The chat side of hiteuses: channels, dialogues, and the code that runs them."""
