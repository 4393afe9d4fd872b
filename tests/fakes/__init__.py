"""Fakes of Telegram and WhatsApp on loopback, with people to act and trouble to order. See README.md."""
