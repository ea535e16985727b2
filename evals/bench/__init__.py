"""Speed and memory, measured against the bare encoder in the same run."""
