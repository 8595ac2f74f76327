"""Evidence as the agent handles it: what a model is shown, and what its numbers stand on.

`view` decides what leaves; `ledger` knows what this session has been shown; `grounding` traces the
numbers of an answer: `places` finds them and what stands around each, `contradictions` and
`rivals` tell a wrong subject, `derivations` what was computed, `conventions` what needs no figure.
"""
