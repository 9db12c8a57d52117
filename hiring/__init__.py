"""A hiring screen for empathy with customers that employers run themselves."""

import os

__version__ = "0.3.0"

# One thread for linear algebra in every process, said before anybody imports numpy. Our matrices
# are small, and web and job processes share the cores: a pool of threads per process would make
# each wait for the other. Who sets these variables is obeyed.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
