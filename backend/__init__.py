"""The rules of fair work and the data behind them. Knows nothing of chat; never imports `bot`."""
