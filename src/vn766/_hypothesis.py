"""The hook that Hypothesis calls through its entry point."""
