"""The interviewer's brief: two sides of paper, one to read and one to write on.

``facts`` holds what the database knows, ``content`` turns it into final words, ``document`` sets
them on paper. The words never know the paper, so the page on screen shows the same ones.
"""
