"""The framework of pages, buttons and conversations."""
