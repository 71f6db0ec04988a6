"""What the assistant can do, one file per task; pure, no thread of its own."""
