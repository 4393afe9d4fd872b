"""The conversations: flows, each two pure functions over a frozen state (see `bot.flows.engine.registry`)."""
