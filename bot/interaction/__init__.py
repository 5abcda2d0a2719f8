"""The framework of pages, buttons and conversations: it knows no feature."""
