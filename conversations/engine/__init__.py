"""The engine of every conversation: steps as data, widgets, and pure functions over answers."""
