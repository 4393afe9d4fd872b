"""The rules of fair work and the data behind them. It knows nothing of chat and never imports `bot`."""
