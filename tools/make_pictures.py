"""Take the pictures of docs/pictures/ from the record of `detente demo`, in the system's Chromium.

    python tools/make_pictures.py

Needs the extras `web` and `dev`, and Chromium (`apt-get install chromium`).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from detente.recording.store import Record
from detente.showing.demo import build

PICTURES = Path(__file__).parents[1] / "docs/pictures"
SHOTS = {
    "dyad": ("/dyad/CAN/PRK?in=2018", 1180, 1000, "light"),
    "dyad-dark": ("/dyad/USA/CUB?in=2015", 1180, 760, "dark"),
    "document": ("/document?id=can-prk-icbm-2017", 1180, 760, "light"),
    "queue": ("/queue/CAN/PRK?in=2018", 1180, 620, "light"),
    "world": ("/?in=2018&to=USA", 1180, 860, "light"),
    "phone": ("/dyad/CAN/PRK?in=2018", 390, 800, "light"),
}


def main() -> None:
    """Build the record, serve it, go to each page and take its picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.duckdb"
        with Record.open(path) as record:
            build(record)
        command = [sys.executable, "-m", "detente", "serve", str(path), "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as p:
            assert server.stdout is not None
            found = re.search(r"(http://\S+)/\?token=\S+", server.stdout.readline())
            assert found is not None
            browser = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for name, (where, width, height, scheme) in SHOTS.items():
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
                page = context.new_page()
                page.goto(found[0])
                page.goto(found[1] + where)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=PICTURES / f"{name}.png")
                context.close()
            browser.close()
            server.terminate()


if __name__ == "__main__":
    main()
