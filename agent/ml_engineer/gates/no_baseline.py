"""No complex model before a simple one is measured, or demanded (clauses S2 and H1)."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer.evidence.citations import CITATION
from ml_engineer.gates.base import Draft
from ml_engineer.gates.wording_gate import WordingGate
from ml_engineer.wording.lexicon import SIMPLE, family
from ml_engineer.wording.sentences import is_denied
from ml_engineer.wording.statements import CONDITION, Reading, Statement

COMPLEX = family(
    r"graph transformers?|trained end to end",
    r"mixture-of-experts|lora(?: adapters?)?|auto-?gluon|auto-?ml|temporal fusion \w+|roberta\S*"
    r"|foundation model\S*|low-rank updates|adapters|re-?ranker|"
    r"xg-?boost|light-?gbm|cat-?boost|gradient[- ]boost\w*|boosted trees|gbms?|gbdts?|random"
    r" forests?"
    r"|(?:deep|neural|convolutional|recurrent|graph|siamese|residual|bayesian neural) (?:\w+"
    r" )?(?:net(?:work)?s?"
    r"|learning|ensemble|model|cross network)|nns?|mlps?|dnns?"
    r"|\w*(?:trans)?formers?\b(?<!former)(?<!performer)"
    r"|(?:bi-?)?lstms?|(?:bi-?)?grus?|bidirectional grus?|\w*cnns?|rnns?|\w*bert\w*(?:-\w+)?"
    r"|gpt[\w.-]*|chat-?gpt|claude"
    r"|gemini|llms?|large language models?|(?:deep |stacked )?ensembles?|stacking|gnns?|graphsage"
    r"|gats?"
    r"|u-?nets?|yolo\w*|resnets?[\w-]*|\w*convnext\w*|vits?|swin\S*|(?:mask|faster) r-cnn"
    r"|autoencoders?"
    r"|vaes?|gans?|diffusion models?|reinforcement learning|informer|deepar|n-?hits|n-?beats\w*"
    r"|tfts?|tabnet"
    r"|tabpfn|xlm\S*|llama\S*|mistral\S*|qwen\S*|\d+b (?:instruct )?model|foundation models?"
    r"|two-tower"
    r"|encoder(?: with|s)|seq(?:uence)?-?(?:2|to)-?seq(?:uence)?|attention|efficientnets?\S*"
    r"|mixture of experts"
    r"|whisper|wav2vec\S*|clip|dinov?\d?|t5\S*|mamba|patchtst|chronos|timesfm|wavenet|deepfm|dlrm"
    r"|sasrec|node2vec"
    r"|support vector machines?|svms?|gaussian process(?:es)?|contextual bandits?|graph"
    r" (?:attention|neural)\S*",
)
"""A model that has to earn its complexity."""

RECOMMENDS = family(
    r"i would (?:\w+ )?(?:go|use|take|train|build|choose|fine-?tune|start|begin|pick|recommend"
    r"|suggest|reach"
    r"|put|set|model|say|bet|opt|deploy|run|try|love)|i (?:recommend|suggest|propose|am convinced"
    r"|would)"
    r"|(?:go|going) (?:for|with|straight)|definitely|clearly|the (?:right|best|natural|obvious"
    r"|method|tool|way)"
    r"(?: \w+){0,3}|method of choice|choice|use|take|best setup|next step is|start with"
    r"|fine-?tune|pretrain|train"
    r"|will not regret|standard|wins?|be done|squeeze|let us|feed it|here is|gut feeling says|you"
    r" need nothing"
    r"|state of the art|nothing else|yes|model:|tuned|with|on the|for images|default"
)
_BEAT = family(
    r"(?:linear|logistic|simple|simpler|classic\w*|old|statistical|traditional|glms?|rules?"
    r"|arima\w*|heuristics?|base-?lines?)"
    r"(?: \w+){0,2} (?:\w+ )?(?:can not|could not|would only|only|made sense|do not|does not|will"
    r" not|never|fail|struggle"
    r"|miss|is (?:history|dead|outdated|over|a waste)|are (?:history|dead|outdated|over|useless|a"
    r" waste|too)|slow"
    r"|waste|belongs? to|have had|are yesterday)",
    r"no (?:need for (?:a |any )?)?(?:comparisons?|base-?lines?)(?: \w+)? ?(?:needed|necessary"
    r"|required)?|leave (?:the )?base-?lines? out"
    r"|skip (?:the )?(?:base-?lines?|simple|linear)|forget (?:about )?(?:the )?(?:classic|base"
    r"|simple|linear|rules|logistic)\w*|(?:without|instead of"
    r"|rather than) (?:a |an |the |any )?(?:base-?line|simple|linear|logistic)|nobody (?:does"
    r"|uses|needs) (?:that|them|it|base)",
)
"""A baseline that is waved away."""

DEMANDS = family(SIMPLE)
NOT_CHOSEN = family(
    r"they used|(?:vendor|literature|many|companies|big|other|paper|could be|can be tried"
    r"|candidate|only if|whether"
    r"|beats? (?:that|it|them|the)|worth (?:its|the|it)|does not (?:make|mean)|not going to talk"
    r"|would only|pays off|if"
    r" (?:that|it|the)|next candidate|third row|earns?|after that|comes? after|what (?:is|does)"
    r"|is a network|later"
    r"|too (?:early|much)|overkill|not (?:yet|before|needed|necessary))"
)


def found(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """Yield the statements that recommend a complex model with no baseline measured or demanded."""
    waved = next((one for one in reading.told if _BEAT.search(one.text)), None)
    if "baselines" in draft.done or "evaluation" in draft.done:
        return
    demanded = any(
        not is_denied(one.text, match.start()) and not _BEAT.search(one.text)
        for one in reading.statements
        for match in DEMANDS.finditer(one.text)
    )
    if reading.refuses or (demanded and waved is None):
        return
    for statement in reading.told:
        if statement.kind == "heading" or NOT_CHOSEN.search(statement.text):
            continue
        if CITATION.search(draft.text, *statement.span):
            continue
        chosen = any(True for _ in statement.claims(COMPLEX))
        if chosen and _recommends(statement, reading):
            yield statement
            return


def _recommends(statement: Statement, reading: Reading) -> bool:
    if CONDITION.search(statement.text.split(",")[0]):
        return False
    named_first = COMPLEX.match(statement.text.lstrip("*_ ")) is not None
    return named_first or RECOMMENDS.search(statement.text) is not None


GATE = WordingGate(
    "no_baseline",
    "S2",
    "It recommends a complex model, and no baseline has been measured or demanded.",
    "Name the simplest thing that could work (a rule, last week's value, a linear model), "
    "and let the "
    "complex one beat it first.",
    "no baseline",
    found,
)
