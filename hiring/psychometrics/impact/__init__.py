"""How selection and scores differ between groups, with refusals where numbers are small."""
