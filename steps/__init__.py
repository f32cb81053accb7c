"""The guide: section 4.4, one function a step."""
