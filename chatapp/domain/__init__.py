"""Pure values and functions of conversations and answers; standard library only, no thread of its own."""
