"""The servers the product stands on when none are named: PostgreSQL and Redis from wheels, and the runner that keeps
web, worker and beat beside them. The product imports nothing from here."""
