"""Starts Klyngebot: the public page at http://127.0.0.1:7860, the workbench for staff at `/chat/`, and the JSON API.

`KLYNGEBOT_HOST` and `KLYNGEBOT_PORT` change where it listens; see `klyngebot.settings`.
"""

import sys

from klyngebot.errors import KlyngebotError
from klyngebot.serving.server import serve
from klyngebot.settings import read_settings

if __name__ == "__main__":
    try:
        serve(read_settings())
    except KlyngebotError as error:
        sys.exit(str(error))
