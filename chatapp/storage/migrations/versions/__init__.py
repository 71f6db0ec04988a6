"""One file per revision, numbered 0001 and on."""
