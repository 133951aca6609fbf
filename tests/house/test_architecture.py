"""What docs/architecture.md draws and names is so."""

import re
import tomllib
from pathlib import Path

from collaborative.plugs.registry import FACES
from trainings.apps import TrainingsConfig

TOP = Path(__file__).resolve().parents[2]
PAGE = (TOP / "docs" / "architecture.md").read_text()
DRAWN = PAGE.split("```")[1]


def layers(name: str) -> list[str]:
    contracts = tomllib.loads((TOP / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(one["layers"] for one in contracts if one["name"] == name)


def test_the_drawing_shows_the_order_of_imports():
    drawn = [line.split()[0] for line in DRAWN.strip().splitlines()]

    assert drawn == [layer.rpartition(".")[2] for layer in layers("Imports run one way")]


def test_the_drawing_shows_the_subjects_of_trainings():
    line = next(line for line in DRAWN.splitlines() if line.startswith("trainings"))

    assert line.split()[1::2] == layers("The subjects of trainings, one way")
    assert {*TrainingsConfig.subjects} == {*layers("The subjects of trainings, one way")}


def test_every_file_that_the_page_names_is_there():
    named = re.findall(r"\| `([\w/]+\.py)` \|", PAGE)

    assert len(named) >= 20
    assert [name for name in named if not (TOP / name).is_file()] == []


def test_every_face_that_the_registry_looks_for_stands_on_the_page():
    assert [face for face in FACES if f"| `{face}` |" not in PAGE] == []
