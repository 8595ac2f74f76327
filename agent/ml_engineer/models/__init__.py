"""Chat models: the seam to language models, and the embedded playbook behind the same seam."""

from ml_engineer.models.base import (
    ChatModel,
    Completed,
    DraftText,
    ModelError,
    ModelReply,
    StopReason,
    Usage,
)
from ml_engineer.models.registry import open_model

__all__ = [
    "ChatModel",
    "Completed",
    "DraftText",
    "ModelError",
    "ModelReply",
    "StopReason",
    "Usage",
    "open_model",
]
