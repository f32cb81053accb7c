"""What is made for users from a checkout."""
