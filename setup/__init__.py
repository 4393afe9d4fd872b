"""Makes a fresh clone ready to run; `setup.bootstrap` is the entry.

It runs before anything is installed, so it knows only the standard library. This file is the first
that an interpreter reads, and the only one kept to what an old one can read: there it ends with a
plain line instead of a syntax error.
"""

import platform
import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "setup: Python 3.11 or newer is needed, and %s is %s. "  # noqa: UP031
        "Where a newer one is installed, name it: make PYTHON=python3.13 ..."
        % (sys.executable, platform.python_version())
    )
