"""Pages for analysts and owners: what a form measures, how well, and with whom it is compared."""
