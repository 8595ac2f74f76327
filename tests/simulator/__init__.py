"""A simulator of model providers: scripted replies over real HTTP on loopback, in three formats.

No language model is behind it. It holds requests to the rules of each format, so that a history
that a provider would refuse is refused here: calls without results, reasoning that was edited or
whose beginning changed, roles that don't alternate, arguments that aren't JSON.
"""

from tests.simulator.script import Call, Scripted
from tests.simulator.server import Simulator

__all__ = ["Call", "Scripted", "Simulator"]
