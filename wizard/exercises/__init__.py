"""Exercises: files that say what is broken on a lab, what a student is told, and how the work is graded."""
