"""Organisations of a network, and how they and their people come to it."""
