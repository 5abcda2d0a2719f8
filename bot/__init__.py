"""Valise: a Telegram bot with which people who hardly ever go on holiday build a holiday plan."""
