"""The learner's server with no kernel waiting, for comparison with the warmed one. Run by the benchmarks only."""

from __future__ import annotations

import sys
from pathlib import Path

from steadyline import content
from steadyline.course.workspace import lay_out
from steadyline.learn import server


def main(folder: Path) -> None:
    """Serves the folder until it is stopped."""
    lay_out(folder, {name: content.notebook_path(name) for name in content.units()})
    started = server.make_server(folder, server.free_port(None))
    started.kernel_manager.warm_count = 0
    print(server.address(started), flush=True)
    started.start()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
