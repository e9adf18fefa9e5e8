"""Any written format into any other, and tables of events."""
