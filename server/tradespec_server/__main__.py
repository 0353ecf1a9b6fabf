"""`python -m tradespec_server`."""

import sys

from tradespec_server.config import read_config
from tradespec_server.process import serve

if __name__ == "__main__":
    sys.exit(serve(read_config()))
