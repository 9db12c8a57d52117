"""Pages for interviewers."""
