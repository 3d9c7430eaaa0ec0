"""What the runtime counts and times, for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """All figures of one runtime in one registry, so that tests and nodes do not share them."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self.commands = Counter(
            "dujiang_commands", "Requests answered.", ("verdict",), registry=self.registry
        )
        self.commits = Counter("dujiang_commits", "Commits of batches.", registry=self.registry)
        self.batch_size = Histogram(
            "dujiang_batch_requests",
            "Requests in a batch.",
            buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256),
            registry=self.registry,
        )
        self.deciding_s = Histogram(
            "dujiang_deciding_seconds", "Deciding a batch.", registry=self.registry
        )
        self.writing_s = Histogram(
            "dujiang_writing_seconds", "Writing and committing a batch.", registry=self.registry
        )
        self.retries = Counter(
            "dujiang_batch_retries", "Batches tried again.", ("reason",), registry=self.registry
        )
        self.queued = Gauge(
            "dujiang_queued_requests", "Requests that wait at the door.", registry=self.registry
        )
        self.timers = Counter("dujiang_timers_fired", "Timers fired.", registry=self.registry)
        self.jobs = Counter(
            "dujiang_job_attempts",
            "Attempts of jobs.",
            ("job_type", "outcome"),
            registry=self.registry,
        )
        self.duty_failures = Counter(
            "dujiang_duty_failures",
            "Background ticks that failed.",
            ("duty",),
            registry=self.registry,
        )
