"""Measuring: the real bot as a process of its own, and what keeps it busy in this one. No part of the bot runs here.

Nothing below imports this; it may import all, and is imported by the command line alone.
"""
