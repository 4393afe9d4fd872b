"""The content that comes with the product: sample projects, the practice project, training modules.

Every project is a folder with `project.yaml`, `data.csv` and, if it shows pictures, `images/`; the paths of
pictures in `data.csv` are relative to the folder. A few rows of most projects are control tasks, with `gold` and,
if there are no pictures, `explanation`. `python -m tools.drawing` draws the pictures and writes the data of the
projects that show them. A `chain.yaml` is the same project with `then`, for installations that have the project to
which it sends tasks on."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def projects() -> list[Path]:
    """The folders of the sample projects, by name."""
    return sorted(folder for folder in (_HERE / "projects").iterdir() if (folder / "project.yaml").is_file())


def practice() -> Path:
    """The folder of the practice project, which every newcomer is paid to try.

    The `explanation` of each of its tasks says why the gold answer is right."""
    return _HERE / "practice"


def training() -> Path:
    """The folder of the training modules, one folder each (see `backend.domain.training.content.lesson_files`)."""
    return _HERE / "training"
