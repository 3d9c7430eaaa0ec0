"""What Prometheus reads at /metrics: requests by operation, batches, waiting commands."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS_S: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The measures of one running program, in the registry that all its rooms share."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self._requests = Counter(
            "dujiang_http_requests_total",
            "Requests answered, by operation and status.",
            ("operation", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "dujiang_http_request_seconds",
            "Time from the request's arrival to its answer, by operation.",
            ("operation",),
            buckets=BUCKETS_S,
            registry=self.registry,
        )
        self._failures = Counter(
            "dujiang_server_failures_total",
            "Requests that failed by a mistake of ours.",
            registry=self.registry,
        )
        self._streams = Gauge(
            "dujiang_event_streams", "Browsers that listen for changes.", registry=self.registry
        )

    def answered(self, operation: str, status: int, duration_s: float) -> None:
        """A request was answered."""
        self._requests.labels(operation, str(status)).inc()
        self._seconds.labels(operation).observe(duration_s)

    def failed(self) -> None:
        """A request failed by a mistake of ours."""
        self._failures.inc()

    def streams(self, change: int) -> None:
        """Browsers came or went."""
        self._streams.inc(change)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)
