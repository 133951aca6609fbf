"""Rows by the thousand, written past the actions: the demo's other regions and the benchmark's state. `verify` judges them."""
