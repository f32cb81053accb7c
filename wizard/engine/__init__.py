"""Read, plan, approve, apply, read again: the engine that both fronts stand on."""
