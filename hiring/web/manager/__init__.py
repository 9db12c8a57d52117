"""Pages for hiring managers who follow a share link: what the link names, and nothing else."""
