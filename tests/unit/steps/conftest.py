"""Failures in the cases' own asserts show what differs."""

import pytest

pytest.register_assert_rewrite("tests.unit.steps.cases")
