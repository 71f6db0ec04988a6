"""What an installer is made of and how: used by packaging/build.py and the spec, never by the program."""
