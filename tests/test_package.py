"""The package is built as its map says: imports run one way, nothing heavy loads early, the wheel is complete."""

import ast
import configparser
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "logreg_core"
NUMBERS = ["inputs", "equations", "descent", "metrics", "tables", "datasets", "neuron"]  # NumPy alone
ORDER = [*NUMBERS, "estimator", "frames", "drawing", "plots", "exercises"]
ORDER += ["packed", "player", "panels", "walks", "films", "labs", "site"]
HEAVY = {"matplotlib", "ipywidgets", "sklearn", "anywidget", "PIL", "IPython", "traitlets"}
TOP = {"README.md", "requirements.txt", "pyproject.toml", "LICENSE", ".ci", ".github", ".gitignore"}
TOP |= {"CONTRIBUTING.md", "CHANGELOG.md", ".pre-commit-config.yaml", "binder", "notebooks", "logreg_core", "tests"}
PLACES = re.compile(r"(?<![\w.+~-])(?:/(?:home|root|work|tmp|Users)/|[A-Z]:\\\\?Users\\)[\w.-]*")
ALLOWED_PLACES = set()  # (file, what it says): a path of some machine that a file is right to name


@cache
def parsed(path):
    return ast.parse(path.read_text("utf-8"), str(path))


def dotted(path):
    """logreg_core.labs.curve for logreg_core/labs/curve.py, logreg_core.labs for its __init__.py."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {dotted(path): path for path in sorted(PACKAGE.rglob("*.py"))}
every_module = pytest.mark.parametrize("module", MODULES)


def imported(module, tree=None):
    """Full names of what a module imports anywhere in it; a name taken from a package counts if it is a module."""
    names = set()
    for node in ast.walk(tree or parsed(MODULES[module])):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            home = MODULES[module].name == "__init__.py"
            up = module.split(".")[: len(module.split(".")) - node.level + home] if node.level else []
            source = ".".join([*up, *filter(None, [node.module])])
            inner = {f"{source}.{alias.name}" for alias in node.names} & set(MODULES)
            names |= inner
            if len(inner) < len(node.names):
                names.add(source)
    return names


def ours(module):
    return {name for name in imported(module) if name.split(".")[0] == "logreg_core"}


def others(module, tree=None):
    """Distributed packages that a module imports: not ours, not Python's own."""
    tops = {name.split(".")[0] for name in imported(module, tree)}
    return tops - {"logreg_core"} - set(sys.stdlib_module_names)


def part(module):
    """The place in ORDER that a module belongs to: labs for logreg_core.labs.curve, "" for the package itself."""
    return module.split(".")[1] if "." in module else ""


def public(path, kinds=ast.FunctionDef):
    return [node for node in parsed(path).body if isinstance(node, kinds) and not node.name.startswith("_")]


@cache
def repository():
    """The files that git tracks, or would if all were added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file())


@pytest.fixture
def files():
    if not repository():
        pytest.skip("this copy is no git repository, or git is not installed")
    return repository()


# Imports


def test_the_order_names_every_module_and_no_other():
    assert {part(module) for module in MODULES} - {""} == set(ORDER)


def test_the_map_of_the_package_lists_every_module_in_reading_order():
    known = re.findall(r"^(\w+) {2,}\w", ast.get_docstring(parsed(PACKAGE / "__init__.py")), re.M)
    assert known == ORDER


@every_module
def test_imports_run_one_way(module):
    here = part(module)
    earlier = ORDER[: ORDER.index(here)] if here else []
    wrong = {
        name
        for name in ours(module)
        if part(name) not in {*earlier, *({here} & {"player", "labs", "exercises", "site"})}
    }
    assert not wrong, f"{module} imports {', '.join(sorted(wrong))}, which the order puts no earlier"


def test_no_imports_form_a_circle():
    try:
        TopologicalSorter({module: ours(module) for module in MODULES}).prepare()
    except CycleError as problem:
        pytest.fail(f"a circle of imports: {' -> '.join(problem.args[1])}")


@every_module
def test_exercises_need_the_numbers_and_numpy_alone(module):
    if part(module) == "exercises":
        assert others(module) <= {"numpy"} | ({"jupyter_core"} if module.endswith("progress") else set())  # its folder
        assert {part(name) for name in ours(module)} <= {*NUMBERS, "exercises"}


@pytest.mark.parametrize("name", NUMBERS)
def test_the_numbers_need_numpy_alone_but_for_loaders_inside_functions(name):
    module = f"logreg_core.{name}"
    outside = ast.Module([n for n in parsed(MODULES[module]).body if not isinstance(n, ast.FunctionDef)], [])
    assert others(module, outside) <= {"numpy"}
    assert others(module) <= ({"numpy", "sklearn"} if name == "datasets" else {"numpy"})


@pytest.mark.parametrize(
    ("modules", "loaded"),
    [
        (["logreg_core"], set()),
        (["logreg_core.equations"], {"numpy"}),
        ([f"logreg_core.{name}" for name in (*NUMBERS, "exercises")], {"numpy"}),
    ],
    ids=["the package itself", "equations", "all numbers and the exercises"],
)
def test_a_fresh_interpreter_loads_nothing_heavy(modules, loaded):
    code = f"import sys, {', '.join(modules)}; print(*{{name.split('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) & (HEAVY | {"numpy"}) == loaded


def test_a_film_loads_no_more_than_its_first_picture_needs():
    code = "import sys, logreg_core.films; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    unneeded = {
        "logreg_core.exercises",
        "logreg_core.walks",
        "logreg_core.labs",
        "matplotlib.pyplot",
        "sklearn",
        "scipy",
    }
    assert not set(run.stdout.split()) & unneeded


# Names and words


@pytest.mark.parametrize("function", public(PACKAGE / "equations.py"), ids=lambda node: node.name)
def test_every_public_function_of_the_equations_has_a_number(function):
    assert re.search(r" \(\d+\.\d+\)$", ast.get_docstring(function) or "", re.M)


@every_module
def test_a_public_docstring_starts_with_one_sentence(module):
    if part(module) == "exercises" and module != "logreg_core.exercises":
        return  # there, docstrings are hints for learners
    assert ast.get_docstring(parsed(MODULES[module])), "the module has no docstring"
    for node in public(MODULES[module], (ast.FunctionDef, ast.ClassDef)):
        first = " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())
        assert re.fullmatch(r"[A-Z0-9`].*\.", first), f"{node.name}: no sentence at the start: {first!r}"
        assert not re.search(r"[.?!] [A-Z]", first), f"{node.name}: more than one sentence at the start: {first!r}"


# Packaging


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Names and contents of a wheel, built from a copy that holds nothing that was built before."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    shutil.copytree(PACKAGE, source / "logreg_core", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--disable-pip-version-check", "--retries=1"]
    run = subprocess.run([*command, "-w", target, "."], cwd=source, capture_output=True, text=True)
    if run.returncode and "(from versions: none)" in run.stdout + run.stderr:
        pytest.skip("pip can reach no package index, and setuptools, which builds the wheel, comes from there")
    assert run.returncode == 0, run.stdout + run.stderr
    (built,) = target.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_built_wheel_holds_all_of_the_package_and_nothing_else(wheel):
    there = {path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {"player.js", "player.css", "outputs.css", "logreg.mplstyle"} <= {path.name for path in there}
    packed = {name for name in wheel if not re.match(r"[^/]*\.(dist-info|data)/", name)}
    assert packed == {path.relative_to(ROOT).as_posix() for path in there}


def test_a_built_wheel_puts_the_extension_where_jupyterlab_looks(wheel):
    at = re.compile(r"[^/]*\.data/data/share/jupyter/labextensions/logreg-films/(.*)")
    placed = {found[1]: content for name, content in wheel.items() if (found := at.match(name))}
    assert placed == {
        "package.json": (PACKAGE / "labextension" / "package.json").read_bytes(),
        "static/remoteEntry.js": (PACKAGE / "labextension" / "static" / "remoteEntry.js").read_bytes(),
        "static/player.js": (PACKAGE / "player" / "player.js").read_bytes(),
        "static/player.css": (PACKAGE / "player" / "player.css").read_bytes(),
    }


def test_a_built_wheel_holds_the_licence(wheel):
    (name,) = (name for name in wheel if name.endswith("/LICENSE"))
    assert wheel[name] == (ROOT / "LICENSE").read_bytes()


def test_requirements_point_to_the_one_list_of_dependencies():
    assert (ROOT / "requirements.txt").read_text("utf-8").splitlines() == ["-e .[lab,test]"]
    assert (ROOT / "binder" / "requirements.txt").read_text("utf-8").splitlines() == ["-e .[lab]"]


def test_what_a_front_end_must_install_needs_neither_jupyterlab_nor_the_tools_of_the_tests():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {re.match(r"[a-z-]+", line)[0] for line in project["dependencies"]}
    assert asked == {"numpy", "matplotlib", "pillow", "ipywidgets", "anywidget", "scikit-learn"}
    assert [line.split(">")[0] for line in project["optional-dependencies"]["lab"]] == ["jupyterlab"]


def test_every_dependency_has_a_lower_bound_and_an_upper_cap():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in chain(project["dependencies"], *project["optional-dependencies"].values()):
        assert re.fullmatch(r"[a-z0-9-]+>=\d[\d.]*,<\d[\d.]*", line), line


def test_binder_holds_what_it_needs_and_nothing_else():
    binder = ROOT / "binder"
    assert {path.name for path in binder.iterdir()} == {"requirements.txt", "runtime.txt", "postBuild"}
    assert (binder / "runtime.txt").read_text("utf-8").rstrip("\n") == "python-3.13"
    script = (binder / "postBuild").read_text("utf-8")
    assert script.startswith("#!/usr/bin/env python\n")
    compile(script, "postBuild", "exec")
    assert os.access(binder / "postBuild", os.X_OK)


def test_git_keeps_postbuild_executable(files):
    listed = subprocess.run(["git", "ls-files", "-s", "binder/postBuild"], cwd=ROOT, capture_output=True, text=True)
    assert listed.stdout.startswith("100755 ")


# The repository


def test_the_top_of_the_repository_holds_what_the_layout_names(files):
    assert {name.split("/")[0] for name in files} <= TOP


def test_no_file_names_a_place_on_some_machine(files):
    found = set()
    for name in files:
        text = (ROOT / name).read_bytes().decode("utf-8", "ignore")
        found |= {(name, place) for place in PLACES.findall(text)}
    assert found == ALLOWED_PLACES


def test_every_text_is_read_and_written_in_utf_8_whatever_the_locale(files):
    found = []
    for name in files:
        if not name.endswith((".py", "postBuild")):
            continue
        for call in ast.walk(parsed(ROOT / name)):
            if not isinstance(call, ast.Call):
                continue
            function = getattr(call.func, "attr", getattr(call.func, "id", ""))
            encoding = next((word.value for word in call.keywords if word.arg == "encoding"), None)
            place = {"read_text": 0, "write_text": 1}.get(function)
            if place is not None:
                encoding = encoding or (call.args[place] if len(call.args) > place else None)
            elif not (isinstance(call.func, ast.Name) and function == "open"):
                continue
            if getattr(encoding, "value", None) != "utf-8":
                found.append(f"{name}:{call.lineno}")
    assert not found


@pytest.mark.parametrize("command", ["check", "format --check"])
def test_ruff_finds_nothing(command):
    if importlib.util.find_spec("ruff") is None:
        pytest.skip("ruff is not installed: pip install ruff")
    command = [sys.executable, "-m", "ruff", *command.split(), "--no-cache", "--output-format=concise", "."]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, f"\n{run.stdout}{run.stderr}"


# How the tests are run


def test_a_plain_pytest_runs_the_lessons_and_compares_all_they_show():
    options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    assert options["testpaths"] == ["tests", "notebooks"]
    strict = {"--nbval", "--nbval-current-env", "--nbval-sanitize-with=tests/nbval.cfg"}
    assert strict <= set(options["addopts"].split())
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "tests" / "nbval.cfg")
    assert [config[section]["regex"] for section in config.sections()] == [
        "data:image/png;base64,[A-Za-z0-9+/=]+",
        'data-(film|player)="[A-Za-z0-9+/=]+"',
        "<table data-progress.*</table>",
    ]


@pytest.mark.parametrize("module", ["logreg_core", "logreg_core.films", "logreg_core.exercises.judging"])
def test_a_warning_raised_in_our_package_is_an_error(module):
    with pytest.raises(UserWarning, match="as our code would"):
        exec("import warnings; warnings.warn('as our code would')", {"__name__": module})
