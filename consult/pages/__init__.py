"""What a page of the record shows, drawn from models for one reader; doors (``views``) put it into templates."""
