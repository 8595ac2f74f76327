"""Missing values: those that say so, those in disguise, and which go missing together."""
