"""Lists as people have them, pasted or uploaded: read, not guessed. Knows nobody on record; matching stands in people."""
