"""Payment providers over HTTP, each behind the protocol of `bot.providers.base`."""
