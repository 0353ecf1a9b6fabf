"""The matching engine: pure, deterministic, integers only; commands go in, events come out."""
