"""Two complete small hosts of the core: to read, to run, and to begin one's own from."""
