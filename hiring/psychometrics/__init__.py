"""Arithmetic on arrays: how answers become numbers, and how far those numbers reach.

``keying`` turns answers into scores, ``reliability`` says how exact they are and what may be said
about two of them, ``norms`` where one stands in a group, ``items`` how items behave, ``agreement``
how far raters agree, ``linking`` how two forms are read on one scale, ``impact`` how groups differ,
``quality`` whether answers were read. Nothing here knows a person, a table or a page.
"""
