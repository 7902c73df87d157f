"""Write the course as pages: `python -m logreg_core.site FOLDER`."""

import sys

NEEDED = {"latex2mathml", "nbconvert", "nbformat", "mistune"}
USE = "Say where the pages should go: python -m logreg_core.site FOLDER"


def main(arguments):
    """Write the pages into the folder that is named, and answer what to say in the end."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        return USE
    try:
        from logreg_core.site.pages import build
    except ModuleNotFoundError as problem:
        if problem.name.split(".")[0] not in NEEDED:
            raise
        return "The pages need what sets their text and formulas: python -m pip install -e '.[site]'"
    try:
        written = build(arguments[0])
    except OSError as problem:
        return f"The pages could not be written: {problem}"
    size = sum(path.stat().st_size for path in written)
    print(f"{len(written)} files, {size / 1e6:.1f} MB. Open {written[0]} in a browser.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
