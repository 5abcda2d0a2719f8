"""From data to words and pictures in a reader's language. Decides nothing, sends nothing, stores nothing."""
