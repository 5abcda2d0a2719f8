"""After a grant: what must be ready, the stay in a calendar, paying with vouchers, changing the stay, being away."""
