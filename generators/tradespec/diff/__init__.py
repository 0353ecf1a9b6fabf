"""Judge two documents: what changed, whom it breaks, and the proof."""
