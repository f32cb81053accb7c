"""Front 1: the guide without a screen. It approves what the engine plans, and shows what the engine tells."""
