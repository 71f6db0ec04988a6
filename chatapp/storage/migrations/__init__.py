"""The revisions of the tables, in Alembic's form; a frozen program must carry these files as plain sources."""
