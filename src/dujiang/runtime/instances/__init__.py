"""What happens in instances: running, jobs, timers, messages, incidents, repairs."""
