"""Banks: scenarios, scoring keys, guides and translations, from files to checked values.

The way of the data: ``limits`` reads a file safely, ``schema`` says what it may hold,
``structure``, ``keychecks`` and ``companions`` hold the files against each other, and ``loader``
puts it together and reports every fault at once. ``check`` judges the content, ``digests`` and
``lock`` name it, ``localised`` turns it into another language, ``wordings`` into the words of one
form, ``tracing`` finds those words in a text and ``diff`` tells two versions apart.
"""
