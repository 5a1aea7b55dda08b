"""Doors of the analysis: for analysts and officers of the agency."""
