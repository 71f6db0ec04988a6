"""What Alembic runs for every upgrade, on the connection and inside the transaction that schema.py hands over."""

from alembic import context

from chatapp.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
