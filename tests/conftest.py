pytest_plugins = ["tests.plumbing"]
