"""What is kept: SQLAlchemy Core on SQLite and PostgreSQL. Takes and returns core values, never database rows."""
