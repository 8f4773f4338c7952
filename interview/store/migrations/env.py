"""What alembic runs: the steps in the folder that `interview.store.migrating` chose, on its connection."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transaction_per_migration=False)
context.run_migrations()
