"""The words by which costs of errors are told: which error is meant, which number is an amount.

A false alarm is acting upon a case that is fine; a miss is letting pass a case that is not. Both
are told by a name ("false alarm", "fn"), by an adverb ("in vain", "wrongly blocked"), or by an act
upon a good or a bad case ("blocking an honest customer", "a bad part reaches the buyer").
"""

from __future__ import annotations

__all__ = [
    "ALARM",
    "AMOUNT",
    "MISS",
    "TIMES",
    "WEAK_ALARM",
    "WEAK_MISS",
    "WORD_NUMBERS",
]

WORD_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "thousand": 1000,
}  # fmt: skip

_TENS = r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = r"one|two|three|four|five|six|seven|eight|nine"
_NUMBER_WORD = (
    rf"(?:(?:{_TENS})(?:-(?:{_ONES}))?|{_ONES}|ten|eleven|twelve|fifteen"
    r"|an?(?= (?:hundred|thousand|million))|half an?)"
)
_MONEY = (
    r"(?:euros?|eur|dollars?|usd|bucks|pounds?|gbp|quid|francs?|chf|crowns?|kronor|kroner|z\u0142"
    r"|zloty|yen|rupees?|inr|rand|pesos?|reais|lira)\b|[$\u20ac\u00a3\u00a5\u20b9]"
)
_UNIT = (
    rf"(?P<unit>{_MONEY}|cents?\b|pence\b|working days?\b|working weeks?\b|minutes?\b|mins?\b"
    r"|hours?\b|hrs?\b|days?\b|weeks?\b|months?\b|points?\b)"
)
AMOUNT = (
    r"(?<![\w.,:/#-])(?P<sign>[$\u20ac\u00a3\u00a5\u20b9] ?)?"
    r"(?:(?P<digits>\d{1,3}(?:[ \u00a0\u202f']\d{3}(?!\d))+|\d[\d.,]{0,14}(?<![.,]))"
    rf"|(?P<words>{_NUMBER_WORD})(?![\w-])|(?P<bare>(?<!a )(?:hundred|thousand)\b))"
    r"(?: ?(?P<scale>(?:k|m|mn|grand|hundred|thousands?|millions?)\b))?"
    rf"(?P<of>[ -]?{_UNIT})?(?!\w)(?! ?(?:%|percent|per cent|\u2030))"
)
"""A number as a cost is written: `4,500`, `2.40`, `4.5k`, `\u20ac20`, `two million crowns`."""

TIMES = (
    rf"(?:(?P<times>(?:(?<![\d.,])\d[\d.,]{{0,14}}|{_NUMBER_WORD}|hundred|thousand)"
    r"(?: (?:hundred|thousand))?)"
    r"(?: ?(?:times|x\b|\u00d7)|-?fold\b)"
    r"|(?P<twice>twice|thrice|(?:double|triple)(?= (?:of|what|the|that|as|than)\b|[.,;?!]|$))\b"
    r"|(?P<order>an? order of magnitude)\b)"
)
"""A multiple: `20 times`, `30x`, `tenfold`, `twice`, `an order of magnitude`."""

_GOOD = (
    r"(?:good|healthy|honest|innocent|genuine|legit(?:imate)?|loyal|sound|clean|fine|harmless"
    r"|intact|solvent|paying|decent|flawless|trustworthy|blameless|ordinary|normal|reliable"
    r"|law-abiding|real customers?|non-?\w+|safe|well)\b"
)
_BAD = (
    r"(?:bad|faulty|fakes?|fraud\w*|crooks?|cheat\w*|default\w*|defect\w*|sick|ill|broken"
    r"|cracked|cracks?|dangerous|guilty|rotten|spoil(?:ed|t)|contaminated|infected|dying|burst"
    r"|dead|stolen|forged|forger\w*|phish\w*|spam\w*|malicious|toxic|leak\w*|failing|failures?"
    r"|faults?|burglars?|thie(?:f|ves)|shoplifters?|intruders?|bots?|insolvent|diseased|unsafe"
    r"|scam\w*|counterfeit\w*|tainted|glass|poison\w*|hostile|overdos\w*|rogue)\b"
)
_NEAR = r"(?:[^\s.;!?,]+ ){0,3}?"
_ACTED = (
    r"(?:block|refus|reject|declin|stopp?|scrapp?|discard|binn?|bann?|fin(?=es?\b|ed\b|ing\b)"
    r"|accus|flagg?|recall|treat|visit|check|inspect|warn|quarantin|delay|investigat|challeng"
    r"|suspend|punish|den[yi]|bother|annoy|operat|cull|fell|expel|sack|offend|evacuat|strip|dump"
    r"|destroy|phon|disturb|delet|remov|turn|throw|send|pull|tow)\w*(?: (?:away|down|back|out"
    r"|off|on))?"
)
_ACTED_ON = (
    r"(?:blocked|refused|rejected|declined|stopped|scrapped|discarded|binned|banned|fined|accused"
    r"|flagged|recalled|denied|thrown (?:away|out)|sent back|turned (?:away|down)|suspended"
    r"|quarantined|culled|felled|treated|delayed|punished|bothered|in the bin|expelled)\b"
)
_CASES = (
    r"(?:ones?|people|persons?|customers?|clients?|users?|buyers?|guests?|shoppers?|members?|subscribers?|passengers?"
    r"|drivers?|travell?ers?|applicants?|applications?|borrowers?|visitors?|players?|sellers?"
    r"|merchants?|cardholders?|payments?|transactions?|orders?|purchases?|sales?|accounts?|cards?"
    r"|loans?|claims?|e-?mails?|messages?|mails?|parcels?|shipments?|logins?|requests?|sessions?)\b"
)
"""Cases that are fine unless something says otherwise."""
_STOPPED = (
    r"(?:blocked|refused|rejected|declined|stopped|banned|denied|suspended|turned (?:away|down)"
    r"|sent back|locked(?: out)?|challenged|quarantined)\b"
)
_PASSED = (
    r"(?:accept|approv|lett?(?=s?\b|ting\b)|pass(?!age)|ship(?!ment)|releas|keep|grant|admit"
    r"|clear|wav|deliver|serv|sell|hir|leav)\w*"
)
_PASSED_ON = (
    r"(?:accepted|approved|passed|passes|shipped|released|granted|admitted|cleared|delivered|sold"
    r"|sails?|walks?|leaves?|reach\w*|goes|gets|lands|ends up|makes it)\b"
)
_CALLED = r"(?:call|labell?|mark|declar|classif|tak|term)\w*"
_NEEDLESS = (
    r"(?:needless|unneeded|unnecessary|pointless|useless|wasted|superfluous|unwarranted"
    r"|unjustified|fruitless|spurious|mistaken|wrongful|avoidable|innocent|nuisance|bogus|futile"
    r"|uncalled-for|undue|unfounded|over-?cautious)\b"
)
_WRONG = r"(?:wrongly|wrongfully|mistakenly|erroneously|falsely|unjustly|incorrectly|by mistake)"
_LEFT = (
    r"(?:left|accept\w*|approv\w*|pass\w*|let|clear\w*|grant\w*|releas\w*|miss\w*|ignor\w*|kept"
    r"|admit\w*|trust\w*|ship\w*|deliver\w*)"
)
_NOT = r"(?:not|n't|never|didn'?t|don'?t|doesn'?t)"

ALARM = "|".join(
    (
        r"\bfalse[- ](?:alarm|alert|positive|warning|hit|page|call|flag|accusation|trip|detection"
        r"|match|reject|block|stop)\w*|\bfalse ones\b|\balarms that are false",
        r"\b(?:c_?)?fps?\b|\btype[- ](?:i|1)\b|\bfalso positivo|\bfalsi positivi|\bfehlalarm\w*"
        r"|\bfausse alerte|\bfaux positif|\bfalsa alarma|\bfalso alarme",
        rf"\b{_NEEDLESS}",
        r"\bwrong (?:alarm|call|stop|block|ban|flag|rejection|alert|refusal|visit|trip|recall|hold"
        r")s?\b",
        r"\b(?:for nothing|in vain|to no avail|without (?:need|reason|cause)|for no reason"
        r"|when (?:nothing|all|everything) (?:is|was) (?:wrong|well|fine|ok))\b",
        rf"\b(?:{_WRONG}|needlessly|unnecessarily) (?!{_LEFT})\w+",
        rf"\b{_ACTED_ON} (?:by mistake|wrongly|in error)\b",
        rf"\b{_ACTED} {_NEAR}{_GOOD}",
        rf"\b{_GOOD} {_NEAR}{_ACTED_ON}",
        rf"\b{_ACTED_ON} {_NEAR}{_GOOD}",
        rf"\b{_STOPPED} {_CASES}",
        rf"\b{_CALLED} {_NEAR}{_GOOD} (?:[^\s.;!?,]+ ){{0,2}}{_BAD}",
        r"\b(?:when|if|though|although|while|where) (?:it(?:'s| is| was)|there(?:'s| is| was)"
        r"|nothing"
        r" (?:is|was)) (?:nothing|fine|no need|ok(?:ay)?|clean|healthy|harmless|sound|wrong)\b"
        r"|\bwhen (?:no need|not needed)\b",
        r"\b(?:that|which|who) (?:was|were|is|are|'s) (?:perfectly |completely |really |quite "
        r"|entirely )?"
        r"(?:ok(?:ay)?|fine|good|clean|healthy|sound|innocent|in order)\b",
        r"\boverstock\w*|\bwho (?:would have|would|had|was|is|were|are) "
        r"(?:stayed|stay|paid|pay|come|been fine|be fine|fine|healthy|ok(?:ay)?)\b",
    )
)
"""A false alarm."""

MISS = "|".join(
    (
        r"\bmiss(?:es|ed)?\b(?! (?:values?|data|anything|something)\b)"
        r"|\bmissing (?:an?|one|any|the|it|them|every|real|two|some) ?(?!values?\b|data\b)",
        r"\bfalse[- ]negatives?|\b(?:c_?)?fns?\b|\btype[- ](?:ii|2)\b|\bfals[oi] negativ[oi]"
        r"|\bcasos? perdid[oa]s?|\bcas (?:manqu|rat)\u00e9s?|\bfaux n[ée]gatif|\bverpasst\w*"
        r"|\b\u00fcbersehen\w*",
        r"\b(?:overlook|undetect|unnotic|uncaught|unflagg|unspott|undiscover|undiagnos|untreat"
        r"|unreport|forgotten|forgett)\w*",
        rf"\b{_NOT} (?:\w+ )?(?:see|seen|saw|catch\w*|caught|spot\w*|notic\w*|find\w*|found"
        r"|detect\w*|stopp\w*|flag\w*|act\w*|recall\w*|send\w*|treat\w*|warn\w*|evacuat\w*|call\w*"
        r"|check\w*|intervene\w*|repair\w*|replac\w*)\b",
        r"\bslip\w*(?: (?:through|thru|past|by))?|\bescap(?:e|es|ed|ing)\b"
        r"|\b(?:gets?|got|getting|goes|went|comes?|sneaks?|sneaking|walks?|sails?|makes? it|passes"
        r"|passing) (?:through|thru|past|away|unseen|by)\b",
        r"\blet(?:s|ting)? (?:[^\s.;!?,]+ ){0,4}?(?:through|thru|go|pass|slip|by|off|free|in)\b",
        r"\b(?:goes|gets|got|went|leaves?|passes|enters?|boards?) (?:[^\s.;!?,]+ ){0,4}un\w+ed\b",
        r"\blate-?found\b|\bfound (?:too )?late\b|\bun(?:flagged|detected|noticed|treated"
        r"|declared)\b",
        r"\bfail\w* to\b|\bstaying out\b|\bthat passes\b|\bstockouts?\b|\bunderstock\w*",
        rf"\b{_WRONG} {_LEFT}\b",
        rf"\b{_PASSED} {_NEAR}{_BAD}",
        rf"\b{_BAD} {_NEAR}{_PASSED_ON}",
        rf"\b{_CALLED} {_NEAR}{_BAD} (?:[^\s.;!?,]+ ){{0,2}}{_GOOD}",
        r"\b(?:goes|gets|gets out|reach\w*|ends? up|lands?|shipped) (?:to |at |with |on )?"
        r"(?:the|a|our) (?:customer|client|patient|buyer|field|shelf|market)\w*",
        r"\blost (?:customer|sale|subscriber|client|deal|patient|life|lives|order|member|donor"
        r"|user|guest|account)s?\b",
        r"\blosing (?:an?|one|the) (?:customer|sale|subscriber|client|deal|patient|member|user)\b"
        r"|\bcatch(?:ing)? (?:one|a single)\b|\b(?:stranded|unserved|unprevented)\b",
    )
)
"""A miss."""

WEAK_ALARM = (
    r"\b(?:(?:phone |site |service |truck |home |house )?(?:calls?|visits?|checks?|checking|rolls?)"
    r"|reviews?|reviewing|inspections?|inspecting|trips?|examinations?|examining|letters?"
    r"|reminders?|scrap|scrapping|vouchers?|coupons?|discounts?|gifts?|biops(?:y|ies)|audits?"
    r"|auditing|rejections?|rejecting|blocks?|blocking|callouts?|callbacks?|interventions?"
    r"|dispatch\w*|sending (?:out )?(?:an?|the|someone|somebody|out)\b|second look|retests?"
    r"|re-?checks?|quarantines?|stopping|stops?|stoppages?|shutdowns?|evacuations?|over-?treat\w*"
    r"|over-?flagg\w*|alerts?|alarms?|flags?|flagging|warnings?|nuisance|bothering|annoying"
    r"|interrupt\w*|precaution\w*|extra (?:test|scan|check|call|work|look)s?|scans?|blood draws?"
    r"|x-rays?|manual\w*|tow|replacement|replacing|maintenance|servicing|calling|phoning|visiting"
    r"|screening|investigat\w*|turn(?:ing)? (?:away|down)|refus\w*|declin\w*|held back|holding"
    r"|delay\w*|suspen\w*)\b"
)
"""What is done upon an alarm."""

WEAK_MISS = (
    r"\b(?:bursts?|breakdowns?|breaks? down|break(?:s|ing)?|returns?|returned|standstills?"
    r"|outages?|blackouts?|complaints?|accidents?|damages?|damaged|thefts?|stolen|chargebacks?"
    r"|no-shows?|lawsuits?|claims?|wrong invoice|refunds?|warranty|penalt(?:y|ies)|deaths?|dies"
    r"|died|dying|injur\w*|infections?|sepsis|fires?|floods?|flooding|spills?|crash\w*|collaps\w*"
    r"|explo\w*|disasters?|catastroph\w*|unplanned|too late|lost|loses? (?:the|a|an) \w+"
    r"|leaves?|leaving|left|churn\w*|walks? away|gone|sent home|in the field|downtime"
    r"|defaults?|write-?offs?|unpaid|never pays?|bankrupt\w*|contaminat\w*|spoil\w*|rots?|rotten"
    rf"|goes (?:bad|wrong|dark|unnoticed)|fails?|failed|failures?|faults?|escap\w*)\b|\b{_BAD}"
)
"""What happens when nothing was done."""
