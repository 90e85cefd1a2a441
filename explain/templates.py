"""Where the templates of explanations and letters are found, with their fonts."""

from pathlib import Path


def folder() -> Path:
    """Return the folder of `notices`: inside the package once installed, else in the checkout."""
    installed = Path(__file__).parent / "_templates"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "templates" / "notices"
