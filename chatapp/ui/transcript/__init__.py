"""The page of a conversation: its turns, each with what can be done to it. GUI thread; decides nothing."""
