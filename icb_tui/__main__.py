"""`python -m icb_tui` and the `icb-tui` command."""

import gc
import signal

gc.disable()  # nothing that is made while starting is garbage; the collector only costs time there
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until `main` hears ctrl+c, which would break an import off

from icb_tui.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
