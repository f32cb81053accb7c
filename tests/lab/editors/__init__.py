"""Tests of the lab's full-screen programs: vi, less and more."""
