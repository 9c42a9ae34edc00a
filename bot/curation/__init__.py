"""What shows curators whether people find the facts: questions scored, thresholds tuned, wordings rehearsed."""
