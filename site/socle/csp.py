"""The one place that knows how the Content-Security-Policy is sent."""

from csp.middleware import CSPMiddleware as PolitiqueMiddleware

__all__ = ["PolitiqueMiddleware"]
