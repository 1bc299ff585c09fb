"""The edge at which the service plays a provider: its paths, its words, its own pages."""
