"""A referent and her own people: the list, a page for each, private notes, filling in together, a quotient."""
