"""Answers to what people ask at any moment: which there are, how they are found, shown, and handed on."""
