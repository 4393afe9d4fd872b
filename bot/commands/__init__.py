"""The commands of `hiteuses`, one module per area; `bot.cli` combines them."""
