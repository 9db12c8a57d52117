"""From answers to item scores and on to the scores of a sitting: rules, keys, missing answers."""
