"""The parts of a form and what may stand in them: fields, tables, prices, addresses."""
