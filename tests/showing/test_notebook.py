"""The notebook in docs/ does what it says: it is executed as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs/notebook/closeness.ipynb"


def test_from_a_folder_of_articles_to_a_figure() -> None:
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    pytest.importorskip("altair", reason="the extra `plots` is not installed")
    import nbformat

    book = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(c.get("outputs") for c in book.cells), "it is kept without what it printed"
    nbclient.NotebookClient(book, timeout=300, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    shown = [o["data"] for c in book.cells if c.cell_type == "code" for o in c.outputs if "data" in o]
    assert any("image/svg+xml" in data for data in shown)
    assert "CAN" in str(shown)
