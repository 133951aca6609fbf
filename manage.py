#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings")
    from django.core.management import execute_from_command_line

    if "DATABASE_URL" not in os.environ:  # whoever names a database means that one
        from embedded.running import adopt

        adopt()
    execute_from_command_line(sys.argv)
