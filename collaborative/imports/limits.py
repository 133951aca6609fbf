"""How much of a file is read. What is larger is refused before it is unpacked."""

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 50 * MEGABYTE  # of all that an Excel or zip file holds
MOST_PARTS = 2_000  # files inside it
MOST_ROWS = 10_000
MOST_ROWS_LOOKED_AT = 50_000  # with empty ones between
MOST_COLUMNS = 60
LONGEST_CELL = 1_000
MOST_LINES = 2 * MOST_ROWS  # of a text: a quoted cell may run over several
LONGEST_LINE = MOST_COLUMNS * LONGEST_CELL
