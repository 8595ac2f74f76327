"""What is known of libraries, as tables: adding a class or a function is adding a word."""
