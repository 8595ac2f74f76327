"""Who reads the answer: as the session's facts say, or inferred from how the person writes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ml_engineer.conversation import Audience
from ml_engineer_prompts import READERS

LONGEST_READ = 4000
"""Characters of a message that are read."""

SELF = 4
"""Weight of saying who one is, against one word of a trade."""

WORDS: dict[Audience, str] = {
    "leadership": (
        r"boards?|ceo|cfo|coo|chief \w+ officer|executives?|shareholders?|investors?|revenue|"
        r"margins?|roi|return on investment|budgets?|liabilit\w+|reputation\w*|exposure|"
        r"strateg(?:y|ic)|ministry|supervisory|headcount|annual (?:report|plan)"
    ),
    "product_manager": (
        r"users?|roadmap|backlog|feature request|stakeholders?|user stor(?:y|ies)|onboarding|"
        r"conversion|go-to-market|launch\w*|customer experience|app store|sprint|mvp|"
        r"new customers see|product (?:team|owner)"
    ),
    "software_engineer": (
        r"apis?|endpoints?|p9[059]|timeouts?|latency|docker\w*|kubernetes|k8s|pods?|"
        r"micro-?services?|grpc|rest|json schema|payloads?|throughput|qps|rps|rollbacks?|"
        r"deploy script|ci(?:/cd)?|on-?call|pagers?|slas?|slos?|retries|idempoten\w+|load test\w*|"
        r"memory footprint|containers?|sdk|http"
    ),
    "data_scientist": (
        r"auc|roc|f1|rmse|mae|log ?loss|cross-?validat\w+|hold-?out|hyper-?parameters?|"
        r"calibrat\w+|xgboost|lightgbm|catboost|shap|overfit\w*|class imbalance|folds?|"
        r"regulari[sz]\w+|notebook|train/test|stratif\w+|embeddings?|ablation|leakage|"
        r"logistic regression|gradient boost\w+|precision|recall"
    ),
}
"""Words by which each audience gives itself away, as regular expressions."""

ROLES: dict[Audience, str] = {
    "leadership": r"(?:ceo|cto|cfo|coo|managing director|director|vp|vice president|head of \w+)",
    "product_manager": r"(?:product (?:manager|owner|lead)|pm)",
    "software_engineer": r"(?:(?:software|backend|back-end|platform|site reliability|devops) "
    r"(?:engineer|developer)|developer|sre)",
    "data_scientist": r"(?:data scientist|statistician|ml researcher|data analyst)",
}
"""What people call themselves."""

I_AM = r"\b(?:i am|i'm|i\u2019m|as|speaking as|i work as) (?:an? |the |our )?"


def inferred_audience(texts: Sequence[str]) -> Audience:
    """Return whom a person's messages sound like; data scientists where nothing tells.

    Saying who one is outweighs words of a trade; where two audiences come out alike, nothing tells.
    """
    read = "\n".join(text[:LONGEST_READ] for text in texts)
    scores = {
        audience: len(set(_found(rf"\b(?:{WORDS[audience]})\b", read)))
        + SELF * bool(_found(rf"{I_AM}{ROLES[audience]}\b", read))
        for audience in WORDS
    }
    best = max(scores.values())
    leading = [audience for audience, score in scores.items() if score == best]
    return leading[0] if best and len(leading) == 1 else "data_scientist"


def with_assumption(text: str, audience: Audience, earlier: str) -> str:
    """Say before the last line which reader is assumed, unless the conversation has just said so.

    Args:
        text: the answer; its last line is what it stands on.
        audience: that was assumed.
        earlier: the model's words so far in this conversation.
    """
    line = f"Assumed reader: {READERS[audience]}."
    said = [one for one in earlier.splitlines() if one.startswith("Assumed reader: ")]
    if said and said[-1] == line:
        return text
    body, _, last = text.rstrip().rpartition("\n")
    return f"{body.rstrip()}\n\n{line}\n\n{last}\n" if body else text


def _found(pattern: str, text: str) -> list[str]:
    return [match.lower() for match in re.findall(pattern, text, re.IGNORECASE)]
