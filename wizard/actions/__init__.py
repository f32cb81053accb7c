"""What can be done to a host. Every action is pure: it says what is sent, and the engine sends it."""
