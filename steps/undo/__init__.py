"""How the guide's steps are taken back: the `Inverse` of each, declared with the step."""
