"""`python -m icb_tui` and the `icb-tui` command."""

import gc

gc.disable()  # nothing that is made while starting is garbage; the collector only costs time there

from icb_tui.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
