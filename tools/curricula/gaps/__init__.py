"""What a partner's national system requires and a standard lacks: judged, told on paper, and as data."""
