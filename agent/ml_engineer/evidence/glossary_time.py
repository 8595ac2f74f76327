"""Glossary of time: by which words other languages say before, since and what is to come."""

from __future__ import annotations

TIMES: dict[str, tuple[tuple[str, str], ...]] = {
    "German": (
        (r"vorher|zuvor|davor|vordem|vor(?= (?:de[rmn]|die|das|dies\w*) )", "before"),
        (r"danach|nachher|nach(?= (?:de[rm]|diese[rm]) )", "after"),
        (r"seit(?:her|dem)?", "since"), (r"jetzt|heute|inzwischen|mittlerweile|derzeit", "now"),
        (r"(?:in )?diese[rsnm]? (?:Saison|Jahr|Monat|Woche|Quartal)", "this season"),
    ),
    "French": (
        (r"auparavant|avant(?! tout)", "before"), (r"après", "after"), (r"depuis", "since"),
        (r"désormais|maintenant|aujourd'hui|actuellement", "now"),
        (r"cette (?:saison|année|semaine)|ce mois(?:-ci)?", "this season"),
    ),
    "Spanish": (
        (r"antes", "before"), (r"después|tras(?= )", "after"),
        (r"desde(?! [\d.,]+ (?:a|hasta))", "since"),
        (r"ahora|hoy|actualmente", "now"),
        (r"esta (?:temporada|semana)|este (?:año|mes)", "this season"),
    ),
    "Italian": (
        (r"in precedenza|prima(?= (?:de[li]|della|dell'))", "before"), (r"dopo", "after"),
        (r"adesso|oggi|attualmente", "now"),
        (r"questa stagione|quest'anno|questo mese", "this season"),
    ),
    "Dutch": (
        (r"vóór|ervoor|daarvoor|voorheen", "before"), (r"daarna|erna|na(?= (?:de|het) )", "after"),
        (r"sinds(?:dien)?", "since"), (r"nu|vandaag|inmiddels", "now"),
        (r"dit (?:seizoen|jaar|kwartaal)|deze (?:maand|week)", "this season"),
    ),
    "Portuguese": (
        (r"antes", "before"), (r"depois|após", "after"), (r"desde", "since"),
        (r"agora|hoje|atualmente", "now"),
        (r"esta (?:temporada|semana)|este (?:ano|mês)", "this season"),
    ),
}  # fmt: skip
"""By language, as in `glossary.py`, after whose entries these come."""
