"""Whole conversations out of the database and into it, on a thread and a connection of their own."""
