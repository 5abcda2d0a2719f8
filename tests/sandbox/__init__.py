"""The local Telegram is as strict as the real one."""
