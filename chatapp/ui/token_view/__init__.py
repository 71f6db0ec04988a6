"""The token view: how surprising each word of an answer was, and what else might have stood there. GUI thread."""
