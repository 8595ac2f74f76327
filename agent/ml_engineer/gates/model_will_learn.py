"""No "the model will learn" without saying from what data and when it exists (clause A2)."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer.gates.base import Draft
from ml_engineer.gates.wording_gate import WordingGate
from ml_engineer.wording.lexicon import LEARNER, family, sequence
from ml_engineer.wording.stance import holds_back
from ml_engineer.wording.statements import SUPPOSED, Reading, Statement

_IMPROVES = (
    r"(?:(?:will |can |would |should |to |does |is |are |be |continues? to |keeps? |starts? to"
    r" )*(?:\w+ly )?"
    r"(?:learn(?:s|ing)?|improv(?:es?|ing)|(?:get|grow|becom)(?:s|es|ing)? (?:\w+ )?(?:better"
    r"|smarter|sharper|wiser|stronger"
    r"|used to|to know|more (?:accurate|precise|reliable|intelligent|confident)|a feel|the hang"
    r"|good at|cleverer)"
    r"|adapts?|adapting|adjusts?|adjusting|pick(?:s|ing)? (?:it |that |this |them |the \w+ )?up"
    r"|figures? (?:it |that )?out|matures?"
    r"|self-?(?:learning|refining|improving|correcting|optimi[sz]ing|adjusting|healing|tuning"
    r"|teaching)"
    r"|correct(?:s|ing)? (?:its|themselves|itself)"
    r"|optimi[sz]es? (?:itself|themselves)|(?:fine-?)?tunes? (?:itself|themselves)|updates?"
    r" (?:itself|themselves)|keeps? (?:on )?(?:learning|getting better|improving)|gets smarter"
    r"|keeps? itself|trains? itself"
    r"|teach(?:es)? itself|evens? (?:itself )?out|works? itself out|sorts? itself out|ris(?:es?"
    r"|ing)|climb(?:s|ing)?|increas(?:es?|ing)|grow(?:s|ing)?"
    r"|goes up|drops?|falls?|shrinks?|handles?|absorb(?:s|ed)?|internali[sz]es?|understands?"
    r"|knows?|remembers?|catch(?:es)? on|smarter"
    r"|better|recovers?|settles?|converges?|stabili[sz]es?|calibrates? itself|generali[sz]es?"
    r"|notices?|drives? like|disappears?|vanish(?:es)?))"
)
_BY_ITSELF = (
    r"(?:(?:all )?(?:by|on|of) (?:itself|its own|themselves|their own)|itself|themselves"
    r"|self-?\w+|automatic\w*|over time|over the (?:coming"
    r"|next|years|months|weeks)(?: \w+)?|with (?:every|each|use|usage|experience|more use|time"
    r"|practice|any|the time)(?: \w+)?|the (?:more|longer|earlier|oftener)"
    r"(?: \w+){0,4}|gradual\w*|continuous\w*|constantly|steadily|along the way|(?:after|in) (?:a"
    r" while|some (?:time|weeks|months)|a few"
    r" \w+|they (?:have|are)|it has)|sooner or later|(?:with )?every (?:day|night|interaction"
    r"|order|claim|case|week|click|use|delivery)(?: of operation)?"
    r"|each (?:day|night|interaction|order|claim|case|week|click|delivery)|without (?:any"
    r" )?(?:intervention|retraining|help|anyone|us|human|doing)(?: \w+)?"
    r"|as (?:it|they|time|more|the)(?: \w+)? (?:sees?|gets?|goes|go|processes|encounters?|works?"
    r"|runs?|passes|handles?|comes?|data|users?|meets?|reads?|arrives?|flows?)"
    r"|nature of|lean back|from (?:day to day|its mistakes|experience|use|usage|them|feedback"
    r"|every|each|the job)|on the job|in the long run|in (?:a few|some) (?:weeks|months)"
    r"|day by day|as (?:we|you|people) (?:go|use|work)|eventually|let it run|once it is (?:there"
    r"|live|running|in use)|then (?:it|they)|you do not (?:need|have) to|while (?:running"
    r"|in use)|naturally|inevitably|always|for free|by (?:using|watching|observing|working)|soon)"
)
FORMS = (
    sequence(LEARNER, _IMPROVES, _BY_ITSELF, gap=40),
    sequence(_BY_ITSELF, LEARNER, _IMPROVES, gap=40),
    sequence(LEARNER, _BY_ITSELF, _IMPROVES, gap=24),
    sequence(
        LEARNER,
        r"self-?(?:learning|refining|improving|correcting|adjusting|updating|optimi[sz]ing)",
        gap=24,
    ),
    sequence(r"let it run", r"(?:learn|correct|improve|better)\w*", gap=40),
    sequence(
        r"noise|errors?|mistakes?|gaps?|bias\w*|differences",
        r"evens? out|(?:average|cancel|wash)\w* out|disappears?",
        gap=20,
    ),
)
DATA_NAMED = family(
    r"label\w*|confirmed|re-?train\w*|re-?fit\w*|annotat\w+|somebody|someone|unless"
    r"|investigators?|outcomes? (?:arrive|are)|registry"
    r"|training (?:table|data|set|run)|during training|next version|existing|ground truth|true"
    r" (?:label|outcome)s?|we (?:feed|collect|plan|train)"
    r"|(?:cases|claims|orders|tickets) (?:that (?:were|are) )?closed|propensit\w+|comparison"
    r"|validation|whether"
)
"""Says from what the model would learn, or that somebody has to train it."""

PEOPLE = family(
    r"(?:your |the |our |new )?(?:team|staff|people|colleagues?|users|you|we|employees|students?"
    r"|they|handlers?|agents) (?:will |can )?(?:\w+ )?(?:learn|get"
    r"|understand|know|adapt|figure|pick)\w*"
)
ASKS_OF_LEARNING = family(
    r"seasonal|wrong about|worth it|goods|ai\b|cope\w*|difference",
    r"learn\w*|improv\w+|better|adapt\w*|get used|over time|maintain|new \w+|noise|noisy|disagree"
    r"|override|missing|misses|start|after launch|live\b"
    r"|change\w*|benefit|understand\w*|winter|unseen|handle",
)
LEARNS_SHORTLY = family(
    r"makes it (?:smarter|better|more|cleverer|a bit)|it grows with|(?:it|they) (?:will )?(?:have"
    r" |has )?(?:figured|learned|understood)",
    r"yes,? it (?:learns|does|will)|it will (?:learn|adapt|know|handle|pick)|it learns|it adapts"
    r"|(?:is|are) absorbed|knows? them|lean back",
)


GETS_BETTER = sequence(
    LEARNER,
    r"(?:(?:will|can|does|simply|just|quickly|soon|then|also|keeps?|continues? to) )*(?:learn(?:s"
    r"|ing)?"
    r"|improv(?:es?|ing)|adapts?|adjusts?|matures?|(?:get|gets|getting) (?:\w+ )?(?:better"
    r"|smarter|used to"
    r"|the hang|a feel|to know)|(?:does|do) better|(?:bit |much |a lot )?more clever|catch(?:es)?"
    r" on"
    r"|figures? (?:it|that|them|this) out|picks? (?:it|that|them|this|the \w+|\w+) up|pick up"
    r"|notices?"
    r"|absorbs?|correct(?:s|ing)? its|solves? itself|keeps? itself|updates? itself|fades?(?:"
    r" out)?|go(?:es)? away|re-?learn(?:s|ed)?|refines? itself|find(?:s)? (?:its|their) way|have"
    r" (?:re-?)?learned|looks? after itself|gets? there"
    r"|figured (?:it|that|this|them|those|these) out|gets? \\w+ right|grows? with|makes? it"
    r" (?:smarter|better|more)|figured (?:it|that|this|them|those|these) out|gets? \w+ right"
    r"|grows? with you|know(?:s)? (?:them|our|your|the)|remembers?|understand(?:s)? (?:them|our"
    r"|your)"
    r"|become(?:s)? (?:\w+ )?"
    r"(?:better|smarter|cleverer|wiser|sharper))",
    gap=24,
)
"""Says in the indicative that something gets better; enough where the question was about that."""

LEARNS_NOTHING = family(
    r"(?:learns?|improves?) nothing",
    r"(?:does|do|will) not (?:learn|improve|adapt) (?:anything|by itself|on its own|while)",
    r"(?:has|have|needs?) to (?:be )?re-?train\w*",
    r"until (?:it is|they are|somebody|someone|we|you) re-?train\w*",
)
"""Says outright that nothing is learnt unless somebody trains it again."""

WRONG_THING = family(
    r"i work on",
    r"delay|bias\w*|breakage|wrong|prejudices?|mistakes of|artefacts?|shortcuts?|faithfully|what"
    r" it is"
    r" shown|exactly|not change|does not|until|by hand|in an hour|errors? that",
)
"""What it learns is no good, or it does not learn while it runs."""


def found(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """Yield the statements by which a model gets better by itself."""
    if DATA_NAMED.search(reading.text) and not reading.agrees and reading.refuses:
        return
    asked = ASKS_OF_LEARNING.search(reading.asked) is not None
    plain = not holds_back(reading) and not DATA_NAMED.search(reading.text)
    for place, statement in enumerate(reading.told):
        text = statement.text
        if statement.refuses or SUPPOSED.search(text) or _named(reading, place):
            continue
        if (PEOPLE.match(text) and " it " not in text) or WRONG_THING.search(text):
            continue
        if (
            any(next(statement.claims(one), None) is not None for one in FORMS)
            or (asked and any(True for _ in statement.claims(LEARNS_SHORTLY)))
            or (plain and any(True for _ in statement.claims(GETS_BETTER)))
        ):
            yield statement


def _named(reading: Reading, place: int) -> bool:
    """Tell whether the statement or a neighbour says from what data, or by whom."""
    around = reading.told[max(0, place - 1) : place + 2]
    own = reading.told[place].text
    noise_only = "ignore the wrong labels" in own
    return any(DATA_NAMED.search(one.text) for one in around) and not noise_only


GATE = WordingGate(
    "model_will_learn",
    "A2",
    "It promises that a model gets better by itself.",
    "Say from what labelled data it would be trained again, by when that data exists, and "
    "who does it.",
    "from what data, and when?",
    found,
    LEARNS_NOTHING,
)
