"""The drafting workspace: a document on its page, what the model proposes for it, and what is kept beside it."""
