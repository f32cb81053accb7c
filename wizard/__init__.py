"""The Compute chapter of *OpenStack Mitaka Step-by-Step*, as a program."""
