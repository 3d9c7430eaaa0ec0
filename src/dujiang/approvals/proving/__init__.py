"""The policy checker (X4): explores what can happen at a step and says what it finds in words."""
