"""Front 2: the guide as screens. It shows what the engine tells, and approves what the user has seen."""
