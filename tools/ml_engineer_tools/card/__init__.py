"""Data cards: drafting what a person attests of a table. It is attested, not measured."""
