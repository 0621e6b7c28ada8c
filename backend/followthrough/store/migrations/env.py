"""Runs the migrations inside the transaction of `migrate.initialise`."""

from alembic import context

from followthrough.store.platform import metadata

config = context.config
context.configure(
    connection=config.attributes["connection"],
    target_metadata=metadata,
    version_table_schema=config.attributes["schema"],
    transactional_ddl=True,
)
context.run_migrations()
