"""The content that comes with the product: the sample projects, the practice project, nine modules of training.

Every project is a folder with `project.yaml`, `data.csv` and, where it shows pictures, `images/`;
the pictures' paths in `data.csv` are relative to the folder. A few rows of most projects are control
tasks, with `gold` and, where there are no pictures, `explanation`. `python -m tools.drawing` draws the
pictures and writes the data of the projects that show them. A `chain.yaml` beside it is the same
project with `then`, for where the project is there already to which that sends its tasks.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def projects() -> list[Path]:
    """The folders of the sample projects, by name."""
    return sorted(folder for folder in (_HERE / "projects").iterdir() if (folder / "project.yaml").is_file())


def practice() -> Path:
    """The folder of the practice project, which every newcomer is paid to try.

    Of each of its tasks `explanation` says why the gold is the answer.
    """
    return _HERE / "practice"


def training() -> Path:
    """The folder of the training modules, one folder each (see `backend.domain.training.content.lesson_files`)."""
    return _HERE / "training"
