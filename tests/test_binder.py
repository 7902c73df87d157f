"""Binder starts the course: what it builds, what postBuild does, where links lead; and which versions are tested."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from importlib.metadata import version
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import versions
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
REQUIREMENTS = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = [Requirement(line) for lines in PROJECT["optional-dependencies"].values() for line in lines]
PAGES = [ROOT / "README.md", *sorted((ROOT / "notebooks").glob("*.md")), *sorted((ROOT / "notebooks").glob("*.ipynb"))]
WORKFLOW = ROOT / ".github" / "workflows" / "tests.yml"
TOOL = shutil.which("jupyter-repo2docker", path=os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]]))

needs_tool = pytest.mark.skipif(not TOOL, reason="repo2docker is not on the PATH: pip install jupyter-repo2docker")


# What Binder builds


@pytest.fixture(scope="module")
def dockerfile():
    """The lines that repo2docker would have Docker do, and what it says meanwhile."""
    command = [TOOL, "--no-build", "--debug", "--user-id=1000", "--user-name=jovyan", "."]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return [line.strip() for line in (run.stdout + run.stderr).splitlines()]


@needs_tool
def test_binder_builds_on_the_python_that_we_name(dockerfile):
    assert f"Building conda environment for python={versions.PYTHON}" in dockerfile
    name = f"environment.py-{versions.PYTHON}-linux-"  # copied under a name in which - stands before every sign's code
    coded = re.sub(r"[^a-z0-9]", lambda sign: f"-{ord(sign[0]):x}", name)
    assert [line for line in dockerfile if line.startswith("COPY") and coded in line]


@needs_tool
def test_binder_installs_our_requirements_from_the_whole_copy_and_then_runs_postbuild(dockerfile):
    steps = [
        "COPY --chown=1000:1000 src/ ${REPO_DIR}/",
        'RUN ${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "binder/requirements.txt"',
        "RUN chmod +x binder/postBuild",
        "RUN ./binder/postBuild",
    ]
    assert [line for line in dockerfile if line in steps] == steps


@needs_tool
def test_what_binder_has_already_lies_in_the_ranges_that_we_ask_for():
    # So pip leaves the JupyterLab that Binder starts as it is. (Nothing deeper is replaced either: the workflow looks.)
    command = [Path(TOOL).parent / "python", ROOT / "tests" / "versions.py", "binder"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    frozen = dict(line.split("==") for line in listed)
    assert {"jupyterlab", "ipywidgets"} <= {asked.name for asked in REQUIREMENTS} & set(frozen)
    outside = [f"{asked} but Binder has {frozen[asked.name]}" for asked in REQUIREMENTS if asked.name in frozen]
    outside = [text for text in outside if not Requirement(text.split()[0]).specifier.contains(text.split()[-1])]
    assert not outside


def test_the_python_that_binder_runs_is_one_that_the_project_allows():
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(versions.PYTHON)


# postBuild

LOOK = """
import json, sys
from pathlib import Path
import nbformat
from jsonschema import validate
from jupyter_server.services.config.manager import ConfigManager
from nbformat.sign import NotebookNotary

application, course = Path(sys.argv[1]), Path(sys.argv[2])
overrides = ConfigManager(config_dir_name="labconfig").get("default_setting_overrides")
for plugin, values in overrides.items():
    package, name = plugin.split(":")
    places = [application / "schemas" / package / f"{name}.json"]
    places += application.parent.glob(f"labextensions/{package}/schemas/{package}/{name}.json")
    (schema,) = [json.loads(place.read_text("utf-8")) for place in places if place.exists()]
    unknown = set(values) - set(schema["properties"])
    assert not unknown, f"{plugin} has no setting {unknown}"
    validate(values, schema)
notary = NotebookNotary()
books = {path.name: nbformat.read(path, as_version=4) for path in course.glob("notebooks/*.ipynb")}
print(json.dumps([overrides, {name: notary.check_signature(book) for name, book in books.items()}]))
"""


class Machine:
    """A Python and a home of one's own, with the packages of this one: what postBuild writes stays inside."""

    def __init__(self, folder):
        self.course, home, self.prefix = folder / "course", folder / "home", folder / "python"
        home.mkdir()
        for name in ("binder", "logreg_core", "notebooks"):
            shutil.copytree(ROOT / name, self.course / name, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        venv.EnvBuilder(symlinks=os.name != "nt").create(self.prefix)
        at = {"base": str(self.prefix), "platbase": str(self.prefix)}
        scripts, packages = (Path(sysconfig.get_path(name, "venv", vars=at)) for name in ("scripts", "purelib"))
        (packages / "borrowed.pth").write_text(
            f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n", "utf-8"
        )
        self.python = scripts / Path("python").with_suffix(".exe" if os.name == "nt" else "")
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON"))}
        self.env |= {name: str(home) for name in ("HOME", "USERPROFILE", "APPDATA")}
        self.env["PATH"] = os.pathsep.join([str(scripts), sysconfig.get_path("scripts"), os.environ["PATH"]])

    def build(self):
        """Run postBuild as Binder does, from the top and by itself; where no system can, as the README does."""
        script = Path("binder", "postBuild")
        command = [self.python, script] if os.name == "nt" else [script]
        run = subprocess.run(command, cwd=self.course, env=self.env, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        return run.stdout

    def look(self):
        """What JupyterLab would find: settings, and which lessons are trusted."""
        application = Path(sys.prefix, "share", "jupyter", "lab")
        command = [self.python, "-c", LOOK, application, self.course]
        run = subprocess.run(command, cwd=self.course, env=self.env, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_postbuild_turns_news_off_shows_films_and_trusts_every_lesson(machine):
    overrides, trusted = machine.look()
    assert overrides == {}
    assert not any(trusted.values())
    machine.build()
    overrides, trusted = machine.look()
    assert overrides["@jupyterlab/apputils-extension:notification"] == {"fetchNews": "false", "checkForUpdates": False}
    assert overrides["@jupyter-widgets/jupyterlab-manager:plugin"] == {"saveState": False}
    old = Requirement("jupyterlab<4.6").specifier.contains(version("jupyterlab"))
    kept = overrides.get("@jupyterlab/notebook-extension:tracker")
    assert kept == ({"windowingMode": "none"} if old else None), "cells out of sight stay on the page"
    assert set(trusted) == {path.name for path in machine.course.glob("notebooks/*.ipynb")}
    assert trusted
    assert all(trusted.values())
    here, there = ROOT / "logreg_core", machine.prefix / "share" / "jupyter" / "labextensions" / "logreg-films"
    assert {path.relative_to(there).as_posix(): path.read_bytes() for path in there.rglob("*.*")} == {
        "package.json": (here / "labextension" / "package.json").read_bytes(),
        "static/remoteEntry.js": (here / "labextension" / "static" / "remoteEntry.js").read_bytes(),
        "static/player.js": (here / "player" / "player.js").read_bytes(),
        "static/player.css": (here / "player" / "player.css").read_bytes(),
    }


def test_where_nothing_may_be_written_postbuild_says_in_sentences_what_is_not_done(machine):
    for name in ("etc/jupyter", "share/jupyter"):  # a file in the place of a folder stops root, too
        place = machine.prefix / name
        shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(exist_ok=True)
        place.write_text("", "utf-8")
    Path(machine.env["HOME"], ".local").write_text("", "utf-8")
    said = machine.build().strip().splitlines()
    assert [re.match(r"postBuild could not ([a-z ]+): .*\. So .*\.$", line)[1] for line in said] == [
        "set defaults",
        "install extension",
        "trust",
    ]


def test_postbuild_run_again_keeps_the_settings_of_others(machine):
    settings = machine.prefix / "etc" / "jupyter" / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    dark = {"@jupyterlab/apputils-extension:themes": {"theme": "JupyterLab Dark"}}
    settings.write_text(json.dumps(dark), "utf-8")
    for lesson in sorted(machine.course.glob("notebooks/*.ipynb"))[1:]:
        lesson.unlink()
    machine.build()
    once = settings.read_text("utf-8")
    machine.build()
    assert settings.read_text("utf-8") == once
    assert json.loads(once).items() > dark.items()


# Where links lead


def links(pattern):
    """(page, what was found) of every match in the README and the notebooks."""
    return [(page.name, found) for page in PAGES for found in re.findall(pattern, page.read_text("utf-8"))]


def test_every_binder_badge_opens_a_file_that_exists():
    badges = links(r"https://mybinder\.org/v2/[^\s)\"'\\<>]+")
    assert "README.md" in {page for page, _ in badges}
    for page, link in badges:
        parts = urlsplit(link)
        assert re.fullmatch(r"/v2/gh/[\w.-]+/[\w.-]+/[\w./-]+", parts.path), f"{page}: {link}"
        ((name, (target,)),) = parse_qs(parts.query).items()
        assert name == "urlpath", f"{page}: {link}"
        assert target.startswith("lab/tree/"), f"{page}: {link}"
        assert (ROOT / target.removeprefix("lab/tree/")).is_file(), f"{page}: {link}"
    assert len({urlsplit(link).path for _, link in badges}) == 1, "the badges lead to more than one repository"


def test_the_badges_and_the_pages_lead_to_one_repository():
    ((_, (owner, repository)),) = set(links(r"https://mybinder\.org/v2/gh/([\w.-]+)/([\w.-]+)/"))
    ((page, colab),) = links(r"https://colab\.research\.google\.com/github/([^)]+)")
    assert colab.startswith(f"{owner}/{repository}/blob/main/")
    assert (ROOT / colab.split("/blob/main/")[1]).is_file()
    assert links(r"%pip install -q git\+https://github\.com/([\w./-]+)`") == [("README.md", f"{owner}/{repository}")]
    ((page, pages),) = links(r"https://([\w.-]+\.github\.io/[^)]*)")
    assert page == "README.md"
    assert pages.lower() == f"{owner}.github.io/{repository}/".lower()


def test_every_command_that_opens_jupyterlab_opens_a_file_that_exists():
    opened = links(r"default_url=/lab/tree/([^\s`\"'\\]+)")
    assert "README.md" in {page for page, _ in opened}
    assert not [(page, path) for page, path in opened if not (ROOT / unquote(path)).is_file()]


def test_every_link_of_the_readme_to_a_file_leads_to_one():
    targets = re.findall(r"\]\(([^)#\s]+)", (ROOT / "README.md").read_text("utf-8"))
    local = [target for target in targets if not urlsplit(target).scheme]
    assert len(local) > 5
    assert not [target for target in local if not (ROOT / unquote(target)).exists()]


# The versions that are tested


def read(path):
    yaml = pytest.importorskip("yaml", reason="PyYAML, which comes with JupyterLab, reads the workflow")
    read = yaml.safe_load(path.read_text("utf-8"))
    return {**read, "on": read.get("on", read.get(True))}  # YAML takes the word on for the value true


def test_the_oldest_versions_are_the_lower_bounds_of_every_dependency_and_extra():
    oldest = dict(line.split("==") for line in versions.oldest())
    asked = REQUIREMENTS + EXTRAS
    assert set(oldest) == {one.name for one in asked}
    for one in asked:
        assert f">={oldest[one.name]}" in {str(part) for part in one.specifier}


@pytest.fixture(scope="module")
def workflow():
    return read(WORKFLOW)


def test_the_workflow_runs_when_something_changes_each_month_and_on_request(workflow):
    assert {"push", "pull_request", "workflow_dispatch", "schedule"} == set(workflow["on"])
    (monthly,) = workflow["on"]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \d+ \* \*", monthly["cron"])


def test_the_workflow_uses_only_what_checks_out_and_what_sets_python_up(workflow):
    used = {step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step}
    assert {name.split("@")[0] for name in used} == {"actions/checkout", "actions/setup-python"}


def test_the_workflow_tries_the_pythons_and_systems_that_we_name(workflow):
    jobs = workflow["jobs"]

    def python(job):
        (found,) = [step["with"]["python-version"] for step in jobs[job]["steps"] if "with" in step]
        return found

    first = PROJECT["requires-python"].removeprefix(">=")
    assert min(jobs["plain"]["strategy"]["matrix"]["python"], key=lambda name: int(name.split(".")[1])) == first
    assert python("oldest") == first
    assert python("binder") == versions.PYTHON
    assert [extra["os"] for extra in jobs["plain"]["strategy"]["matrix"]["include"]] == ["macos-latest"]
    assert jobs["windows"]["runs-on"] == "windows-latest"


def test_the_workflow_tests_with_the_readmes_own_commands(workflow):
    readme = (ROOT / "README.md").read_text("utf-8")
    run = [step["run"] for step in workflow["jobs"]["plain"]["steps"] if "run" in step]
    (pattern,) = re.findall(r"grep --max-count=1 '(.+)' README\.md", "\n".join(run))
    assert len(re.findall(pattern, readme, re.M)) == 1
    (windows,) = [step["run"] for step in workflow["jobs"]["windows"]["steps"] if "run" in step]
    assert re.sub("^python ", "py ", windows) in readme.splitlines()


@pytest.mark.parametrize("job", ["browser", "oldest", "binder"])
def test_a_job_with_a_browser_fails_where_there_is_none(workflow, job):
    command = workflow["jobs"][job]["steps"][-1]["run"]
    assert "LOGREG_NEED_BROWSER=1 python -m pytest" in command


def test_another_workflow_publishes_the_pages_at_each_push_to_main():
    pages = read(WORKFLOW.with_name("pages.yml"))
    assert pages["on"]["push"] == {"branches": ["main"]}
    write, publish = pages["jobs"]["write"], pages["jobs"]["publish"]
    command = (ROOT / "README.md").read_text("utf-8").split(".venv/bin/python -m logreg_core.site ")[-1].split("\n")[0]
    assert f"python -m logreg_core.site {command}\n" in "".join(step.get("run", "") for step in write["steps"])
    assert write["steps"][-1]["with"] == {"path": command}
    assert publish["needs"] == "write"
    assert pages["permissions"] == {"contents": "read"}, "only the job that publishes may write"
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}
    used = {step["uses"].split("/")[0] for job in pages["jobs"].values() for step in job["steps"] if "uses" in step}
    assert used == {"actions"}, "of GitHub itself"
