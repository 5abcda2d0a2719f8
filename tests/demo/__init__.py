"""The demo as its visitor meets it: one command, one page, three phones."""
