"""One file per user job: load, let core decide, store. No SQL and no HTTP in here."""
