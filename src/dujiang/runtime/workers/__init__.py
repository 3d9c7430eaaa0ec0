"""External workers: programs that ask for jobs of their types, do them, and report the outcome.

Deliberately unknown here: HTTP, and what a job is about. A lease is a job's id with the number of
its attempt; whoever comes with an older number finds that somebody else has the job.
"""
