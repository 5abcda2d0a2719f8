"""Programme models: a TOML file each, and how they are read."""
