"""The arithmetic: integer hundredths, formulas written once, editions compiled to integers."""
