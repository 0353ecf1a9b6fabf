"""Run a command and print what it took: python -I -S benchmarks/spent.py SECONDS COMMAND...

Prints "exit-code seconds kilobytes". This process imports next to nothing: until a child has become the command, its peak
memory is counted as that of the process which starts it.
"""

import os
import signal
import sys
import time

began = time.perf_counter()
quiet = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, file_actions=quiet)
signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
signal.alarm(int(sys.argv[1]))
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), time.perf_counter() - began, usage.ru_maxrss)
