"""Terms of language models, for whoever asks whether one fits."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_prompts.terms.concept import Concept

__all__ = ["OF_LANGUAGE_MODELS"]

OF_LANGUAGE_MODELS: Sequence[Concept] = (
    Concept(
        "RAG, retrieval-augmented generation",
        (r"rag", r"retrieval[- ]augmented(?: generation)?"),
        "passages are looked up first, and a language model answers from them",
        "Most of its mistakes are made in the looking up: judge that alone, by whether the right "
        "passage was found, before the answers.",
        "S5, S6; Q3",
        "Yes where the answer stands in documents that change; it can be updated without training, "
        "and it can show its source.",
    ),
    Concept(
        "Fine-tuning",
        (r"fine-?tun(?:ing|ed?)(?: (?:an? )?(?:llms?|models?))?", r"lora", r"q-?lora"),
        "the weights of a trained model are trained on, on examples of one's own",
        "It teaches form and task rather than facts, needs examples of known origin, and has to be "
        "done again when the base model changes.",
        "S5; Q3, R3",
        "After a prompt with examples and after retrieval have been measured and fall short.",
    ),
    Concept(
        "Hallucination",
        (r"hallucinat(?:ions?|ing|es?)",),
        "a language model says something false in the tone of something true",
        "Its own confidence doesn't tell; check against a source, let it abstain, and measure how "
        "often on a set with known answers.",
        "S6; P5",
    ),
    Concept(
        "A large language model",
        (r"(?:large )?language models?", r"llms?", r"gpt(?:-?\d\w*)?", r"transformers?"),
        "a network that continues text, trained on very much of it",
        "For text to be read or written it may save months; for columns of a table a small model "
        "is faster, cheaper, and can be explained.",
        "S5; Q3, P4",
    ),
    Concept(
        "Prompt engineering",
        (r"prompt(?:ing| engineering)", r"few[- ]shot(?: \w+)?", r"zero[- ]shot(?: \w+)?",
         r"in-context learning"),
        "a task is put to a language model in words and examples, with no training",
        "A prompt is a model: it has versions, a test set and a baseline, and a new model version "
        "may break it.",
        "S2, S5; Q3",
    ),
    Concept(
        "An LLM as a judge",
        (r"llm[- ](?:as[- ](?:an? )?)?judges?", r"llm evaluation", r"evals?"),
        "answers are graded, by a language model or by people, on a fixed set of questions",
        "A judge is a model with errors of its own: check it against people on a sample before "
        "its grades count.",
        "S6; P5",
    ),
    Concept(
        "Prompt injection",
        (r"prompt injections?", r"jailbreak(?:s|ing)?"),
        "text that a language model reads tells it what to do, and it obeys",
        "What it reads is data and never an instruction; what it may do has to be limited outside "
        "of it.",
        "S7; A3",
    ),
)  # fmt: skip
