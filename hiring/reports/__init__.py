"""Technical reports: what a form measures, how well, and where its limits are."""
