#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    if sys.argv[1:2] in (
        ["read_draft"],
        ["align_drafts"],
    ):  # read files and nothing of the site, so they do not wait for it
        from cms.drafting.files import aligning, command

        read = command if sys.argv[1] == "read_draft" else aligning
        sys.exit(read.main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
