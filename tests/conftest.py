"""What every test relies on: that Ctrl-C reaches the processes that it starts.

A shell starts what it runs in the background with SIGINT ignored, and so would be all that the tests start. And that no
test fails because the machine is busy.
"""

from __future__ import annotations

import signal

from hypothesis import settings

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("without-deadlines", deadline=None)
settings.load_profile("without-deadlines")
