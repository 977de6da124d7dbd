"""Let the tests of this folder import `cafes` and `judge`, and the benchmarks of the seating."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.append(str(HERE.parents[1] / "benchmarks" / "rotation"))
