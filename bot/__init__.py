"""The chat side of hiteuses: channels, dialogues, and what runs them."""
