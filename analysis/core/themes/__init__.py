"""Themes: clustering, subthemes, labels, ids that stay from run to run, analysts' edits, the model that places later comments."""
