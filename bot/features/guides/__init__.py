"""Guides: the library, its editor, answers that become guides."""
