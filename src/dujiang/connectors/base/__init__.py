"""What connectors are made of: templates, the guarded line to the web, the frame of every call."""
