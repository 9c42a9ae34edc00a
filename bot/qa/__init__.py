"""A question and a conversation in, one of six outcomes out: pure, synchronous, no I/O."""
