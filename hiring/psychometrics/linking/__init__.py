"""Reading the scores of one form on the scale of another, with the error of doing so."""
