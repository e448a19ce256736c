"""Print the commands of one named shell block of a Markdown file: ```sh name ... ```."""

import re
import sys
from pathlib import Path

path, name = sys.argv[1:]
blocks = re.findall(
    rf"^```sh {re.escape(name)}\n(.*?)^```", Path(path).read_text(encoding="utf8"), re.MULTILINE | re.DOTALL
)
if not blocks:
    sys.exit(f"{path}: no block '```sh {name}'")
print("\n".join(blocks))
