"""The only place with SQL: the store, and for each noun its tables and named queries. No product rule."""
