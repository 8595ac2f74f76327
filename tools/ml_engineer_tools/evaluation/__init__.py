"""Evaluation: how good predictions are, what they cost, where they fail; shared with baselines.

The measuring is on arrays: rows are dealt into `parts.deal_parts` once, which every interval then
respects; `calibration.measure_calibration`, `costs.measure_costs`, `slices.worst_slices` and
`bias.bias_profile` measure; the `*_findings` modules write what came out at a `place.Place`.
"""
