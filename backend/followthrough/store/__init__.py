"""SQLAlchemy Core on SQLite and PostgreSQL: platform tables, record tables, the one query builder; returns core values."""
