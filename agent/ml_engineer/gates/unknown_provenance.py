"""No training on data whose source, licence or consent is not known (clause R3)."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer.gates.base import Draft
from ml_engineer.gates.wording_gate import WordingGate
from ml_engineer.wording.lexicon import family
from ml_engineer.wording.stance import HOLDING, holds_back
from ml_engineer.wording.statements import Reading, Statement

DOUBTFUL = family(
    r"ticked no|no box|image search|google images?|not for this purpose|did not know|hacker"
    r"|different purpose|other purpose",
    r"bankrupt|(?:papers?|contracts?|records|documents?) (?:\w+ )?(?:lost|missing|gone)|lost"
    r" papers|old (?:server|disk|drive|laptop|backup)|has not agreed|have not agreed|treasure"
    r"|attic|left behind|came (?:by|with) (?:a|an|the)|scrap(?:ed?|ing)|\?\?\?|no known (?:source"
    r"|origin|owner)|not (?:going to )?discuss"
    r" licen[sc]es?|(?:has not|have not|not yet) (?:answered|replied|confirmed|cleared)|(?:by"
    r"|via) (?:mail|e-?mail|chat) from|kaggle|probably not|do the \w+ know|dump|crawl\w*|forums?"
    r"|brokers?|instagram|facebook|linkedin|reddit|tiktok|youtube"
    r"|twitter|dark ?web|leaked|shared drive|data ?market\w*|market ?place|competitor\w*|torrents?"
    r"|former (?:employees?|partners?|suppliers?|vendors?|colleagues?)|usb\w*|telegram|discord"
    r"|pastebin"
    r"|(?:nobody|no ?one|none of us) (?:remembers|knows|documented|can (?:explain|say|tell)|asked"
    r"|has"
    r" (?:a|any|the))|no idea|un(?:known|clear|documented|licen[sc]ed)|no (?:documentation"
    r"|paperwork"
    r"|licen[sc]e\w*|consent\w*|contract|records?|source|permission|terms|data card|provenance"
    r"|readme)"
    r"|without (?:any |a |the )?(?:\w+ )?(?:paperwork|licen[sc]e|consent|permission|documentation"
    r"|asking"
    r"|contract|agreement|knowledge|their)|withdr[ae]w\w*|revoked|opted out|objected|never"
    r" (?:consented"
    r"|agreed|asked|signed|gave)|did not (?:consent|agree|sign|ask|give)|(?:has|have) not"
    r" (?:consented"
    r"|agreed|signed|asked)|research[- ]only|for research|non-?commercial|academic use|public"
    r" (?:profiles?"
    r"|posts?)|contract (?:\w+ )?(?:ended|expired|ran out)|licen[sc]e (?:\w+ ){0,4}(?:empty"
    r"|expired|missing"
    r"|unclear|unknown|ended)|consent (?:\w+ )?(?:is |was )?(?:missing|unclear|expired|lacking)"
    r"|whether"
    r" (?:\w+ ){1,3}(?:agreed|consented|may|allowed|knew)|do not know (?:who|where|how|whose|what)"
    r"|can not (?:say|tell|explain) (?:who|where|how)|could not be (?:reconstructed|found|traced)"
    r"|has left"
    r"|have left|bought (?:it|them|leads|data|a list)|(?:seller|source|origin|author|owner"
    r"|collector)"
    r" (?:is |was )?(?:unknown|anonymous|unclear|gone|missing)|(?:found|got|downloaded|copied"
    r"|pulled) (?:it"
    r"|a|an|the|this|them|some) (?:\S+ ){0,6}(?:from|on|off|in|at)|who owns (?:this|it|the)|where"
    r" (?:it|they|the"
    r" \w+) (?:came|come|comes) from|grey area|private (?:chats?|messages?)|stolen|under the"
    r" table|off the (?:record"
    r"|internet|web)|from the (?:web|internet|net)",
)
"""What makes the origin of data doubtful."""

TAKES = family(
    r"leave (?:their|the|these|those) \w+ in|label them|take (?:it|them) into|into the training"
    r"|keep the rows",
    r"parse them|transcribe|enough to train|train with|continue with|merge it|keep it|keep them"
    r"|fill in|move on|train(?:ing)?(?! set)"
    r"|re-?train(?:ing)?|fine-?tun\w+|fit(?:ting)?|include|use (?:it|them"
    r"|the|this"
    r"|that|their|these|all|both)|using|feed|add (?:it|them|the|this)|mix|join|keep (?:using|the"
    r"|it|them)"
    r"|i would keep|merge|pool|enough to|start|go ahead|continue|are used|is used|is kept|stays? in"
    r"|as features?|throw (?:it|them) in|take (?:it|them|the)|put (?:it|them) in|built?"
    r"|concatenat\w+"
    r"|augment\w*|deduplicate|load (?:it|them)|in the model|learn from",
)
"""What an answer does with data that a model learns from."""

WAVES_AWAY = family(
    r"close enough|useful it is|half of (?:the|our) data|perfect|good start|legitimate interest",
    r"public is public|treasure|they will\b|so that we do not lose|meanwhile|does not change|do"
    r" not change|is enough to|good (?:idea|initiative|find)|lucky|nice|why not|gift|leave the"
    r" (?:licen[sc]e|consent|topic)|as a footnote|some day|nobody"
    r" objects|good initiative|nice of them|best signal|fill in|more data beats|tends? to take"
    r"|move on|not for the model|(?:ownership|paperwork|licen[sc]es?|consent|documentation|source"
    r"|rights"
    r"|terms"
    r"|provenance|that|it|this) (?:\w+ )?(?:can|could|may|might|will|would) (?:\w+ )?(?:be"
    r" (?:settled"
    r"|clarified|sorted|documented|done|added|obtained|fixed|handled)|follow|wait|come|catch)"
    r"|(?:usually|normally|always) follows|never enforced|nobody (?:checks|asks|will|cares|reads"
    r"|enforces)"
    r"|no ?one (?:checks|asks|will|cares)|not a (?:technical )?(?:problem|obstacle|blocker|reason"
    r"|concern)"
    r"|is still data|labels are labels|data is data|broad enough|not make a fuss|can of worms|the"
    r" damage"
    r"|already (?:been )?(?:trained|baked|in the|in)|little point|technically (?:allowed|able"
    r"|possible)"
    r"|fair use|everybody does|everyone does|too late|water under|leave it empty|risk is (?:small"
    r"|low|minimal"
    r"|negligible|tiny)|low risk|grey area|forgiveness|internal (?:use|prototype|only)|only a"
    r" prototype"
    r"|just a (?:prototype|test|try|pilot)|anonymi[sz]\w+ (?:it|them)|once it is in the model"
    r"|nobody will"
    r"|interesting source|great|real edge|contribution to accuracy|source flag|in good faith",
)
"""What an answer says to a doubtful origin that makes it no blocker."""

OTHER_SENSE = family(
    r"legitimate category|level of its own|as its own level|own (?:erp|export|system)"
)
CLEARED = family(
    r"documented source|clear provenance|cc-?by|cc0|signed|has arrived|with (?:a |the"
    r" )?(?:documented"
    r"|licen[sc]e|consent|dpo)|approval|(?:your|our) own|first-party|paraphras\w+|synthetic"
)


def found(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """Yield the statements that take data of doubtful origin into a model."""
    doubted = DOUBTFUL.search(reading.asked) is not None
    for statement in reading.told:
        text = statement.text
        if OTHER_SENSE.search(text) or HOLDING.search(text) or statement.refuses:
            continue
        if not (doubted or DOUBTFUL.search(text)):
            continue
        waves = WAVES_AWAY.search(text) is not None
        takes = any(True for _ in statement.claims(TAKES))
        if (waves and (doubted or takes) and not holds_back(reading)) or (
            takes and not holds_back(reading) and not CLEARED.search(reading.text)
        ):
            yield statement


GATE = WordingGate(
    "unknown_provenance",
    "R3",
    "It trains or keeps a model on data whose source, licence or consent is not known.",
    "Make the open question a blocker: say who has to answer it, and leave the data out "
    "until then.",
    "provenance not known",
    found,
)
