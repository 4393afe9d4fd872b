"""The commands of `hiteuses`, one module per area; `bot.cli` puts them together."""
