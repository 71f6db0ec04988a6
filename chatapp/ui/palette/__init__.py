"""The command palette: every action, conversation and setting, found by a few letters. GUI thread."""
