"""The commands of the assessors' guide, in its order."""

ASSESSORS = [
    ".venv/bin/steadyline cohort new ../spring --count 20 --unit the-porch",
    ".venv/bin/steadyline collect ../spring ../downloaded-hand-ins",
    ".venv/bin/steadyline mark ../spring",
    ".venv/bin/steadyline integrity ../spring",
    ".venv/bin/steadyline agreement ../spring",
    ".venv/bin/steadyline release ../spring --unit the-porch --by marker-1",
    ".venv/bin/steadyline export ../spring --as csv",
    ".venv/bin/steadyline audit ../spring wren-14",
    ".venv/bin/steadyline export ../spring --as excel",
    ".venv/bin/steadyline export ../spring --as moodle --people ../people.csv --to ../for-moodle.csv",
    ".venv/bin/steadyline export ../spring --as xapi",
    "cd ../spring",
    "nbgrader autograde the-porch",
    "nbgrader generate_feedback the-porch",
    "nbgrader export",
]
