"""What is said of newer versions of the program."""
