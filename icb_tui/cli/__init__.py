"""The command line: options, completion, exit codes, and the start of the explorer."""
