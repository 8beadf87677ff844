"""Each command with arguments that print little: the cases of the golden files and of the exit codes."""

from __future__ import annotations

CASES: dict[str, tuple[str, ...] | str] = {
    "list": ("list", "3:leading"),
    "show": ("show", "LLR", "--aim", "3"),
    "compare": ("compare", "LLR", "C&W", "-d"),
    "similar": ("similar", "LLR"),
    "find": ("find", "waiting list"),
    "brief": ("brief", "c&p"),
    "indicators": ("indicators", "3:leading", "--aim", "4"),
    "why": ("why", "QUE", "1"),
    "map": ("map", "3", "--filter", "3:leading"),
    "national": ("national", "--year", "2022/23"),
    "coverage": ("coverage", "london", "--evidence", "self"),
    "sets": ("sets",),
    "check": ("check",),
    "import": "importing/test_indicator_import.py::test_tidy_csv_has_its_golden_bytes",
    "sql": "store/test_sql_guard.py::test_golden_bytes_of_each_format",
    "schema": "domain/test_json_schema.py::test_it_is_printed_whole_or_for_one_file",
    "config": "user/test_settings.py::test_config_prints_each_setting_and_where_it_comes_from",
    "serve": "web/test_serve_command.py::test_it_prints_an_address_that_opens_the_page",
    "pick": "terminal/test_pty.py::test_pick_prints_to_a_pipe_while_its_screen_is_on_the_terminal",
    "completion": "cli/test_completion.py::test_a_line_is_completed",
}
PRINTING = [name for name, asked in CASES.items() if not isinstance(asked, str)]
