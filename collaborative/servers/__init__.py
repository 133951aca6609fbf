"""The servers the product stands on when none are named: PostgreSQL and Redis from wheels, and the runner that keeps
web, worker and beat beside them. Importing this package costs nothing; settings use `broker_url` from it."""

from collaborative.servers.urls import broker_url

__all__ = ["broker_url"]
