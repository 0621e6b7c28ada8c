"""Alembic migrations of the platform tables; record tables are made at publish, not here."""
