"""Write what the grammar on the path finds in the development texts, for `train.py --spans`.

    git worktree add OLDER COMMIT
    PYTHONPATH=OLDER/src python training/units/spans.py DATA/sfm_nigeria SPANS.json

Without PYTHONPATH it is the grammar of this checkout.
"""

import json
import sys
from pathlib import Path

from data import development

from variorum.crafts.units import find_units

if __name__ == "__main__":
    texts = development(Path(sys.argv[1]))
    found = {name: [(u.start, u.end) for u in find_units(text)] for name, text, _ in texts}
    Path(sys.argv[2]).write_text(json.dumps(found))
