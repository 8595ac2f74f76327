"""Evidence as the agent handles it: what a model is shown, and what its numbers stand on.

`view` decides what leaves; `ledger` knows what this session has been shown; `grounding` traces the
numbers of an answer, by way of `numbers`, `layout`, `citations`, `names`, `conventions` and
`derivations`.
"""
