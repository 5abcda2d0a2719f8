"""The commands of `./valise`, a file for each kind of work. Each imports what it needs when it is run.

They read what an operator typed, call a service or a storage query, and print; nothing is decided here.
"""
