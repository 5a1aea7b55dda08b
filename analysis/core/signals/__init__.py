"""What one text, or a few, show beside themes: stance, tone, insults, campaigns, small views."""
