"""The learner's way in: one Jupyter server on this machine, its start page, and kernels that are ready beforehand."""
