"""Starts Klyngebot: the chat page at http://127.0.0.1:7860 and the JSON API beside it.

`KLYNGEBOT_HOST` and `KLYNGEBOT_PORT` change where it listens; see `klyngebot.settings`.
"""

from klyngebot.serving.server import serve
from klyngebot.settings import Settings

if __name__ == "__main__":
    serve(Settings())
