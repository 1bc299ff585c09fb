"""The step at which a person takes over, in a tab or in the notebook. Import from the modules."""
