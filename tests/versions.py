"""Versions to test with, printed as lines that pip can read.

python tests/versions.py oldest    every dependency at its lower bound
python tests/versions.py binder    what Binder has before it installs ours; needs jupyter-repo2docker beside this Python
"""

import re
import sys
import tomllib
from itertools import chain
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
PYTHON = (PROJECT.parent / "binder" / "runtime.txt").read_text("utf-8").strip().removeprefix("python-")
PLATFORM = "linux-64"  # the machines of mybinder.org
PACKAGE = re.compile(r"https://\S+/(?:noarch|linux-64)/([a-z][\w.-]*)-(\d[\d.]*(?:post\d+)?)-\w+\.(?:conda|tar\.bz2)#")
PIP_NAMES = {"nbconvert-core": "nbconvert", "jupyterhub-base": "jupyterhub", "python-fastjsonschema": "fastjsonschema"}


def oldest(project=PROJECT):
    """Every dependency of the project and of its extras, at its lower bound."""
    project = tomllib.loads(project.read_text("utf-8"))["project"]
    lines = chain(project["dependencies"], *project["optional-dependencies"].values())
    return [re.sub(r">=([\d.]+),<\d[\d.]*$", r"==\1", line) for line in lines]


def binder():
    """The packages that repo2docker has frozen for our Python, under the names that pip knows."""
    from importlib.resources import files

    frozen = files("repo2docker") / "buildpacks" / "conda" / f"environment.py-{PYTHON}-{PLATFORM}.lock"
    return [f"{PIP_NAMES.get(name, name)}=={version}" for name, version in PACKAGE.findall(frozen.read_text("utf-8"))]


if __name__ == "__main__":
    if sys.argv[1:] not in (["oldest"], ["binder"]):
        sys.exit(__doc__)
    print(*{"oldest": oldest, "binder": binder}[sys.argv[1]](), sep="\n")
