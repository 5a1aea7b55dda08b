"""What pages about people show."""
