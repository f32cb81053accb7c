"""Failures in the asserts of the steps' cases show what differs."""

import pytest

pytest.register_assert_rewrite("tests.unit.steps.cases", "tests.unit.steps.table")
