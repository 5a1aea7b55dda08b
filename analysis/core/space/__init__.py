"""The space in which texts are compared: encoders, vocabularies, axes learned from sections, nearest neighbours."""
