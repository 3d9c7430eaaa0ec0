"""Headers of every answer: what a browser may load, frame, sniff and tell others."""

from typing import Final

CSP: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # antd and bpmn-js set styles at run time
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
FILE_CSP: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""For what users have uploaded: nothing in it may run."""

HSTS_S: Final = 31_536_000


def headers(*, is_https: bool) -> dict[str, str]:
    """The headers that every answer carries."""
    common = {
        "content-security-policy": CSP,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "geolocation=(), microphone=(), camera=(self), payment=()",
    }
    if is_https:
        common["strict-transport-security"] = f"max-age={HSTS_S}; includeSubDomains"
    return common
