"""No architecture and no deployment while the problem is not framed (clauses S0 and S1)."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer.gates.base import Draft
from ml_engineer.gates.no_baseline import COMPLEX
from ml_engineer.gates.wording_gate import WordingGate
from ml_engineer.wording.lexicon import family
from ml_engineer.wording.statements import CONDITION, SUPPOSED, Reading, Statement

BUILDING = family(
    r"apis|model hub|gpu cloud|rag pipeline|agents?(?= on top)|deployment on \w+|databricks"
    r"|microservices",
    r"inference cluster|ci pipeline|gpus|language model on top",
    r"dockerfile|health checks|pgvector|embeddings|chunking|re-?ranker|streaming front end"
    r"|guardrails|deployment pipeline|retrieval pipeline|cloud lake|edge gateways?|model registry"
    r"|mobile app|"
    r"kafka|flink|spark|airflow|mlflow|kubeflow|fastapi|nginx|kubernetes|k8s|docker\S*|kserve"
    r"|triton|torchserve|bentoml|ray serve|feast|feature stores?"
    r"|grpc|micro-?services?|vector (?:databases?|dbs?|stores?)|pinecone|milvus|weaviate|faiss"
    r"|serving (?:layer|stack|infrastructure)|gpu (?:node|cluster|server)s?|a100\w*|h100\w*"
    r"|edge devices?|jetson|tensorrt|onnx|terraform|helm|aws|azure|gcp|sagemaker|vertex ai"
    r"|databricks|snowflake|bigquery|redshift|dbt|lakehouse|data lake|mqtt|websockets?"
    r"|rest(?:ful)? (?:api|endpoint|service)|\w* ?api|end-?points?|inference (?:cluster|server"
    r"|service)|deployment target|load balancer|auto-?scal\w+|message (?:queue|bus)|redis"
    r"|postgres\w*"
    r"|elasticsearch|lambda|serverless|data warehouse|mlops platform|platform|infrastructure"
    r"|prefect|dagster|grafana|langchain|rag|retrieval service|chat front ?end|real-time"
    r" inference"
    r"|scoring (?:job|service)|ci/cd|architecture|stack",
)
"""What is built once a problem is framed."""

FRAMED_BY_USER = family(
    r"decid\w+|decision|target(?: is|:)|costs? (?:\S+ )?\d|wrong call|miss costs|mae|mape|auc|f1"
    r"|ndcg|precision|recall|used for|in order to|so that|predict\w* (?:whether|which|how|next"
    r"|tomorrow|the)"
    r"|forecast (?:the|next|how|tomorrow)|classif\w+|detect\w*|churn|extract\w*|framed|release\w*"
    r"|per (?:day|week|month|substation|store)|\d+ (?:queues|classes)|within \d+|rank \w+|which"
    r" model|which llm"
)
FRAMES = family(
    r"which decision|decisions?|decide[sd]?|who (?:acts|decides|would|needs)|what (?:should|would"
    r"|happens|counts|exactly|for|do you)|target|problem not framed|not framed|unframed|framing"
    r"|framed|for which (?:question|problem)"
    r"|cost of|use case (?:first|is missing)|act on|before (?:the|any|we)|need to know|not (?:a "
    r"|yet )|missing|blank|depends|blocked|can not choose|first"
)
PUT_OFF = family(
    r"(?:even )?before you know what|whatever you (?:predict|want)|no matter what (?:you|it)|"
    r"(?:settle|settled|refine|refined|decide|decided|clarify|clarified|figure out|sort out"
    r"|define|defined|discuss|find out|know|choose|chosen|fill in)(?: \w+){0,3}? (?:during|later"
    r"|on the way|along the way|afterwards|once|as we|while|in the meantime|when|then)"
    r"|(?:use cases?|questions?|problems?|targets?|the rest|applications?|ideas?|demand) (?:\w+"
    r" )?(?:come|comes|follow|follows|emerge|arise|appear|will come|will follow|can follow|can"
    r" come|can wait|find)(?: \w+){0,3}"
    r"|any (?:model|use case) (?:in )?later|no workshops?|always pays off|that can wait|good"
    r" driver|you can decide|see what matters|worry about|in later|plug any"
)
VAGUE = family(
    r"got (?:this|these|all|our|the)|data-driven|strategy|would like to|transform\w*",
    r"and now|something smart|smart with|be set up|we collected|project for|how should (?:an?|the"
    r"|our)",
    r"need one as well|= \?|concept|container or|competitor has|chatbot|what is first|recordings"
    r"|platform|help a|"
    r"we have (?:lots|ten|\d+|a lot|tons|a folder|some|our|budget|so much)|here (?:are|is)"
    r"|attached|something|anything|do something|what now|next step|what stack|the stack"
    r"|architecture|set ?up|make (?:them|it) smart|ai\b|want (?:ai|ml|to use)"
    r"|improve our|use ml|machine learning|not (?:sure|agreed|really)|no time for|budget left"
    r"|curious|not for questions|everything we have|microservice|infrastructure|platform|ideas?"
    r"|where do we (?:start|begin)|how would you|get started|help us|data lake"
    r"|digital|innovat\w+|get value|potential|got (?:a|lots|tons|some|all)|lying around|years of"
    r"|gigabytes?|terabytes?|archive|logs",
)
PROPOSES = family(
    r"i would|i suggest|i recommend|i propose|start with|set up|set-up|stack|use|spend it|next"
    r" step|yes|here is|feed it|take|train|build|deploy|serve|best setup|put|go with|choose"
    r"|choosing|with|buy|install|put a|one service|migrate|ingest"
)
OTHER_SENSE = family(r"architecture firm|database you have|staging|i can not|before|table you")


DEFINES = family(
    r"what (?:is|are) an? \w+|difference|how do(?:es)? \w+ (?:work|learn)|explain|what does \w+"
    r" (?:do|mean)"
)
"""Asks what something is."""

FEWEST_BUILT = 2
"""So many things to build answer a message that frames nothing, even where it asks for none."""


def found(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """Yield the statements that build while nobody has said what for."""
    put_off = next((one for one in reading.told if PUT_OFF.search(one.text)), None)
    framed = FRAMED_BY_USER.search(reading.asked) or "baselines" in draft.done or draft.facts.target
    asks = any(one.asks for one in reading.statements) and not reading.statements[
        -1
    ].text.lower().startswith(("shall i", "want me", "do you want", "should i"))
    if reading.refuses or asks or (framed and put_off is None):
        return
    if put_off is None and any(FRAMES.search(one.text) for one in reading.statements):
        return
    if DEFINES.search(reading.asked):
        return
    vague = VAGUE.search(reading.asked) is not None
    built = {match[0].lower() for one in reading.told for match in one.claims(BUILDING)}
    if not vague and put_off is None and len(built) < FEWEST_BUILT:
        return
    for statement in reading.told:
        text = statement.text
        if (
            statement.kind == "heading"
            or OTHER_SENSE.search(text)
            or CONDITION.search(text.split(",")[0])
            or SUPPOSED.search(text)
        ):
            continue
        builds = len({match[0].lower() for match in statement.claims(BUILDING)})
        complex_model = any(True for _ in statement.claims(COMPLEX))
        if (builds >= 2 or complex_model or (builds and (PROPOSES.search(text) or put_off))) and (
            PROPOSES.search(text) or builds >= 2 or put_off
        ):
            yield put_off if put_off is not None and not complex_model else statement
            return


GATE = WordingGate(
    "stage_skipped",
    "S0",
    "It goes to architecture or deployment, and the problem is not framed.",
    "Say that framing (S1) is still missing, and ask for the decision, the target and the "
    "cost of errors.",
    "not framed yet",
    found,
)
