"""One plain function for each thing a person can do, given a transaction. No SQL, no Telegram, no sentence."""
