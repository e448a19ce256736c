"""Tests read what ships with the program, not what the person who runs them has added to it."""

import os
from pathlib import Path

os.environ["DETENTE_DATA"] = str(Path(__file__).with_name("nobodys data"))
