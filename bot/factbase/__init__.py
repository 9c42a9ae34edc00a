"""The curated facts: models, loading from YAML, and the checks that prove them against their documents."""
