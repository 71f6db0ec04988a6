"""The database: the only package that imports SQLAlchemy and Alembic. Runs on the GUI thread; domain values out."""
