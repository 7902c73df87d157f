"""Print which exercises are solved: python -m logreg_core.exercises, or with --forget delete what is kept."""

import sys

from logreg_core.exercises import progress, solved


def main(arguments):
    if arguments == ["--forget"]:
        path = progress.forget()
        print(f"Deleted {path}." if path else "There is nothing to delete.")
    elif arguments:
        print(f"The only option is --forget; got {' '.join(arguments)}")
        return 2
    else:
        print(solved())
        where = progress.place()
        if where:
            print(f"\nKept in {where}\nTo delete it: python -m logreg_core.exercises --forget")
        else:
            print("\nNothing is kept here.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
