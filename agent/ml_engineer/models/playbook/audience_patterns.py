"""The patterns by which the audience of a text is found: for whom something is worded.

The group `found` is the slot; patterns stand in order of trust.
"""

from __future__ import annotations

__all__ = [
    "AUDIENCES",
    "AUDIENCES_ASKED",
    "AUDIENCES_ASKING",
    "AUDIENCES_OF_WORDING",
    "AUDIENCES_TOLD",
    "READERS",
    "WRITTEN_FOR",
]

_HEAD = (
    r"(?:boss|ceo|cfo|coo|cto|cio|cmo|vps?|board|chief(?! (?:surgeon|\w+(?:er|or|ist|an))\b)"
    r"|chef|management|leadership|executives?|execs?"
    r"|clients?|compliance|mum|mom|dad|mother|father|grandm\w+|grandfather|wife|husband|parents"
    r"|sales(?: (?!about\b|why\b|how\b|that\b|what\b)\w+)?|marketing|finance|legal|operations|ops"
    r"|press|kids?|child(?:ren)?|council|committee|union|ministry|agency|police|court|jury|crew"
    r"|mayors?|captain|pilots?|plumbers?|c-suite|teams?|people|public|laymen?|laypeople|staff"
    r"|head of \w+|colleagues?|mates?|friends?|guys|folks?|devs?|clerks?|judges?|coach(?:es)?"
    r"|apprentices?|interns?|nurses?|students?|journalists?|teenagers?|olds|neighbours?|ombudsman"
    r"|product owner|ladies|gentlemen|bishop|nuns?|chair|dean|works council|midwi(?:fe|ves)"
    r"|tenants?|patients?|participants?|consultants?|accountants?|assistants?|agents?|merchants?"
    r"|residents?|applicants?|counsel|trustees?|stewards?|office|departments?|authorit(?:y|ies)"
    r"|patrol|prefects?|postdocs?|abbess|abbots?|colonels?|generals?|secretar(?:y|ies)|priests?"
    r"|vicars?|surgeons?|vets?|school|partners?|principals?|experts?|deput(?:y|ies)|delegates?"
    r"|panel|senate|parliament|cabinet|faculty|association|sponsors?|shift|investors?"
    r"|directors?|auditors?|doctors?|professors?|governors?|councill?ors?|tutors?|mentors?"
    r"|(?!paper|tender|caller|number|computer|order|whether|never|other|after|over"
    r"|under|rather|matter|answer|error|letter|better|later|either|another|factor|sensor|vector"
    r"|colou?r|user(?!s)|offer|power|water|winter|summer|chapter|slider|poster|newsletter"
    r"|september|october|november|december|classifier|monitor|cluster|tractor|trailer|container"
    r"|transformer|scanner|ever\b|her\b|or\b|for\b|per\b|our\b|larger|smaller|worker bee|super"
    r"|remember|consider|deliver|discover|for|filter|parameter|hyper|header|folder|corner|customer "
    r"churn|encoder|decoder|optimi[sz]er|layer|buffer|charter|quarter)"
    r"[a-z-]{2,}(?:er|or|ist|ian|ier|eer|man|woman|men|women)s?)\b(?!['\u2019])"
)
_MIDDLE = (
    r"(?:(?!which\b|who\b|that\b|and\b|or\b|to\b|of\b|is\b|are\b|for\b|about\b|why\b|how\b|what\b"
    r"|if\b|when\b|the\b|has\b|have\b|wants?\b|asks?\b|with\b|in\b|on\b|it\b|this\b|so\b|our\b)"
    r"[\w\u2019'-]+ ){0,2}?"
)
_DETERMINER = r"(?:(?:the|my|our|an?|his|her|their|some|meinem|dem|der|unserem|mon|ma|mi|al) )"
_OF = r"(?: (?:of|from|at|in) (?:the |our |a )(?!report|week|end|day|meeting)[\w-]+(?: paper)?)?"
WHO = rf"(?:{_DETERMINER}?{_MIDDLE}{_HEAD}{_OF})"

_WORDING = (
    r"(?:explain\w*|present\w*|justif\w*|tell\w*|describe|sell|say|show\w*|communicat\w*|translat\w*"
    r"|report\w*|summari\w+|put|write\w*|phrase|rephrase|word|reword|formulate|teach\w*|draft|send"
    r"|prepare|brief|answer|one-pager|slides?|memo|e-?mail|paragraph|sentences?|text|version|words)"
)
_UNDERSTANDS = (
    rf"\b(?:so that|that|so) (?P<found>{WHO}) (?:can |could |will )?"
    r"(?:understand|get|follow|see|know|believe|accept)s?\b"
)
AUDIENCES = (
    _UNDERSTANDS,
    r"\b(?:explain\w*|justif\w*|present\w*|slides?|one-pager)\b[^.?!\n]{0,70}?"
    rf"\b(?:to|for) (?P<found>{WHO})",
)
"""Whom something is worded for, in messages that ask for something else."""

_WHOEVER_LED = rf"(?:{_DETERMINER}{_MIDDLE}{_HEAD}{_OF}|(?<![^.!?:\n] )(?<!\w){_MIDDLE}{_HEAD})"
"""Somebody with an article, or at the start of a sentence: "my investors", "Ski patrol"."""

_INFORMED = (
    r"(?:to know|to understand|to hear|(?:an? |the |one |a first )?(?:yes or no|answers?|numbers?"
    r"|figures?|reasons?|reason codes|explanation|report|summary|source|cause|sentence|slide|map)\b"
    r"|it (?:as|in (?:days|euros?|dollars|pounds|one|plain|simple|words|a sentence|writing)"
    r"|on (?:one|a) )"
    r"|them tonight|first (?:want|to) )"
)
READERS = (
    r"\b(?:user|reader|audience|person (?:who reads|reading) (?:this|it)) (?:is|are|will be) "
    r"(?P<found>(?:an?|the|our|my) [\w'-]+(?: (?!who|with|and|that|on|in)[\w'-]+){0,2})",
    rf"\bin front of (?P<found>(?:(?:\d+|two|three|four|five|ten|twenty|thirty|forty"
    rf"|fifty) )?{WHO})",
    rf"(?P<found>{_WHOEVER_LED})(?:,[^,.?!]{{3,40}},)? (?:wants?|needs?|demands?"
    rf"|asks?(?: me)?(?: for)?"
    rf"|asked me|would like|requires?|gets) (?:[\w-]+ )?{_INFORMED}",
    rf"(?P<found>{_WHOEVER_LED})(?:,[^,.?!]{{3,40}},)? (?:demands? (?:to know|that)"
    rf"|asked me (?:where|why"
    r"|what|how)|asks? (?:where|why|what|how|for the)|won['\u2019]t buy it|decides? (?:on "
    r"|about |tomorrow|tonight|today|it\b|this\b)"
    r"|(?:must|has to|have to|would have to|needs to|can|should) (?:understand|follow|act upon"
    r"|decide))",
    rf"(?P<found>{_WHOEVER_LED}) (?:(?:is|are) (?:not|no) \w+|(?:isn"
    rf"|aren)['\u2019]t (?:technical|an? \w+)"
    r"|(?:only )?(?:knows?|understands?|believes? in|speaks?|trusts?) (?!that|the model)"
    r"|only (?:knows?"
    r"|understands?|believes? in|reads?)|has read about|(?:is|are) (?:an? )?(?:postdocs?|laymen?"
    r"|laypeople"
    r"|physicians?|engineers|non-?technical))",
    rf"\b(?:say (?:that|it|this)|(?:explain|show|defend|justify)(?: \w+){{0,3}}?) (?:to|before) "
    rf"(?P<found>{_DETERMINER}{_MIDDLE}{_HEAD}{_OF})",
    rf"\b(?:do|should|shall) (?:i|we) (?:tell"
    rf"|answer) (?P<found>{_DETERMINER}{_MIDDLE}{_HEAD}{_OF})",
    rf"\btell (?P<found>{_DETERMINER}{_MIDDLE}{_HEAD}{_OF}) (?:how|what|why|that|whether)",
    rf"(?P<found>{_DETERMINER}{_MIDDLE}{_HEAD})(?:['\u2019]s| is| are) (?:standing|on the phone"
    rf"|waiting"
    r"|going to ask)",
)
"""Who is to hear an answer that is not about wording: who wants to know, and what they know."""

WRITTEN_FOR = (
    r"\b(?:letters?|e-?mails?|announcement|paragraphs?|pages?|speech|note|message|invitation|summary"
    rf"|report|text|translate|it['\u2019]s|card)\b[^.?!\n]{{0,60}}?\b(?:to|for) (?P<found>{WHO})",
)
"""For whom something is written."""

AUDIENCES_ASKING = (
    rf"\b(?P<found>{WHO}) (?:asks?|wants? to know|would like to know|demands?|insists?)\b",
)
"""Who wants to know, where a prediction or a figure is to be explained."""

_WHOEVER = (
    r"(?!me\b|it\b|this\b|us\b|that\b|them\b|you\b|what\b|know\b|hear\b|be\b|do\b|see\b|say\b|make\b"
    r"|the (?:newsletter|meeting|slide|moment|report|website|next)\b|example\b|one\b|use\b|get\b)"
    r"(?:(?:the|an?|my|our|some|someone from) )?[^\W\d][\w\u2019'-]*(?: [^\W\d][\w\u2019'-]*){0,2}"
)
"""Anybody, where the whole sentence is about wording something for them."""

_DOES = (
    r"(?:asks?|wants?|needs?|demands?|would|insists?|thinks?|believes?|mix|mixes|speaks?|don['\u2019]?t"
    r"|doesn['\u2019]?t|can['\u2019]?t|cannot|never|only|reads?|keeps?|expects?|meets?|falls?|will|can"
    r"|gets?|got|has|have|is|are|knows?|likes?|hates?|understands?|hears?|sees?|panics?)"
)
AUDIENCES_OF_WORDING = (
    r"\bwhich are (?P<found>[^\W\d]+)\.?$",
    _UNDERSTANDS,
    r"\bso(?: that)? (?P<found>(?:the|my|our|an?) [\w'-]+(?: [\w'-]+){0,2}?) (?:can |could |will )?"
    r"(?:understand|get|follow|grasp)s?\b",
    r"\b(?:something|way|words|terms|language)(?: that)? (?P<found>(?:(?:the|my|our|an?) )?[\w'-]+"
    r"(?: [\w'-]+){0,2}?) (?:can|could|would|will)\b",
    rf"^(?P<found>[A-Z][\w'\u2019]+ {_MIDDLE}{_HEAD}), (?:on )?\w+day\b",
    r"\b(?:teach|brief|address|train) (?P<found>an? \w+ of [\w-]+)",
    rf"(?P<found>{_WHOEVER_LED}) (?:will |must )?(?:review|meet us|has to|have to)",
    rf"\b{_WORDING}\b[^.?!\n]{{0,70}}?\b(?:to|for|into money for) (?P<found>{WHO})",
    rf"\b(?:tell|convince|brief) (?P<found>{WHO})",
    rf"\b(?:for|to|with|before|meet|facing|in front of) (?P<found>{WHO})",
    rf"\b(?:show|give|teach|help) (?P<found>{WHO})",
    rf"\b(?P<found>{WHO}) {_DOES}\b",
    r"\b(?:for|to|with) "
    rf"(?P<found>{_WHOEVER})(?= who\b| that\b| without\b| what\b| why\b| how\b|[.?!,:]|$)",
    r"\b(?:erkl\u00e4re? ich|erkl\u00e4r(?:e|en)?(?: es| das)?) "
    r"(?P<found>(?:meine\w|de[mnr]|unsere\w) \w+)",
    r"\b(?:expli\w+|describ\w+|present\w+)(?: \w+){0,2}? (?:\u00e0|au|aux|a|al|ao|aos) "
    r"(?P<found>(?:(?:la|los|las|les|le|mon|ma|mi|meu) )?\w+)",
    r"(?P<found>\b\d+[- ]year[- ]olds?)",
)
"""Whom it is for, where the wording is what is asked for."""

AUDIENCES_TOLD = (
    rf"^\W*(?:it(?:'s| is) |that(?:'s| is) |this is )?for (?P<found>{WHO}|{_WHOEVER})",
    rf"^\W*(?P<found>{WHO})(?=[.,;!]|$| who\b)",
    r"\bwhich are (?P<found>[^\W\d]+)\.?$",
)
"""Whom it is for, in a reply that tells it."""

AUDIENCES_ASKED = r"\b(?:whom?|audience|reader|readers|reads?)\b[^.!]*\?"
"""What an earlier turn says when it asks for the audience."""
