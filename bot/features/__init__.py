"""What the bot can do, one package a feature."""
