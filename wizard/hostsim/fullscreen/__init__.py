"""What full-screen programs share: keys, the cells of characters, and painting."""
