"""The classroom: the wizard and the lab's shells in browsers, for a class and its teacher."""
