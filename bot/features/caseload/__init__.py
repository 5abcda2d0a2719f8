"""The people whom a referent accompanies: the list, a page for each, private notes, filling in together, a quotient."""
