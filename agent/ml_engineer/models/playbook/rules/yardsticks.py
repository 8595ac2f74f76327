"""Rules about baselines, and whether more data would help."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["YARDSTICKS"]

YARDSTICKS: Mapping[Intent, tuple[Rule, ...]] = {
    "baseline_question": (
        rule(
            6,
            """
            baseline*
            <simple>|dumb|naive ... rule|predictor|model|forecast|heuristic|approach ... do|
                get|achieve|compare*|perform|be|beat|reach
            how well|good|far|bad ... would|does|is|do|could ... <simple>
            what would|does|do ... <simple> ... get|achieve|give|score|reach|do
            number|value|score|bar|mark ... <we>? should|must|have_to|need_to beat
            what ... to beat|floor
            which|what model ... use|best|pick|choose|take|recommend|prefer|try|start|better
            what|which model would|should|do|is
            should <we> ... use|take|pick lightgbm|xgboost|catboost|linear|logistic|trees|forest
            how good|accurate|well|reliable ... can|is|are|could|would|does|do it|a_model|we|this|
                the_model|model
            beat*|better|worth|compared|outperform*|improve* ... than|over|to|the|a|
                by ... <simple> <n>?
            """,
            unless="need|cause|drop|fell|card",
        ),
        rule(
            4,
            """
            same job|result*|quality|performance as|with
            <simple> ... do|does|did the|as same|well|good|much
            decision tree|rule|if_statement|excel|formula|spreadsheet|lookup|average|
                mean ... do|does|match|get|reach|enough|suffice ... same|as|job|it|too|already|most
            <n> vs|versus|against|instead_of <n>
            worth it|the_effort|the_trouble ... compared|over|vs|against|than
            do|should i|we throw it|this ... away
            beats|beat ... mean|average|naive|last|random|persistence|rule|majority by|only
            where ... floor
            what ... always|just|simply predict*|guess*|say* ... get|achieve|give
            always predict*|say*|guess*
            do|does|did ... without ml|machine_learning|a_model|model|ai
            """,
        ),
        rule(
            2,
            """
            <simple>
            compar*
            minimum|floor
            the same
            """,
        ),
        rule(
            -4,
            """
            explain
            baseline ... <n> ... no_monitoring|ready|merge|ship
            <llm>|<deep>
            before i merge
            can we <ship>
            same thing|again but
            threshold|cutoff
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            baseline*|floor|benchmark_to_beat|lower_bound|naive|dummy|persistence|null_model|
                majority_class|rule_of_thumb|yardstick|reference_value
            """,
        ),
        rule(
            2,
            """
            simple|simpler|simplest|rule*|heuristic|average|mean|median|excel|logistic|linear|
                decision_tree|if_statement|gut|coin|last_year|last_week|yesterday|guess*|constant|
                majority|always|expert*|manual|ridge|moving_average|old_rule|formula
            """,
        ),
        rule(
            2,
            """
            better|beat*|compare*|worth|difference|improvement|gain|same|enough|good|well|
                outperform*|match|benefit|do|reach|achieve|suffice|justif*|against|vs|versus|get|
                give
            """,
        ),
        rule(
            3,
            """
            better|benefit|gain|improvement|beat|compare*|worth ... than|over|with|against|
                to ... rules|rule|average|excel|guess*|humans|experts|gut|nothing|simple*|logistic|
                naive|chance|random|coin
            """,
        ),
        rule(
            -3,
            """
            <llm>
            split
            threshold
            drift
            by_hand|need|want ... model
            missing|null*
            metric|mape|rmse
            explain
            """,
        ),
        rule(
            5,
            """
            what can|could|should|do <we> realistically|honestly|reasonably? expect
            what to expect
            how much better ... than
            """,
            unless="ship|deploy|release|go_live|live",
        ),
        rule(
            4,
            """
            intern|trainee ... makes|builds|could|writes|afternoon
            an afternoon|hour
            <%> ... of the? ... are|is not|negative|no|ham|healthy|good
            boring model
            """,
        ),
    ),
    "more_data_or_better_model": (
        rule(
            6,
            """
            more|additional|extra data|labels|examples|samples|rows|history|images|annotations|
                records|labelled_data ... or|vs|versus|rather|help|better|instead|than|enough|
                worth|than
            data|labels|labelling|collecting|collect|annotat*|label|records|history ... or|vs|
                versus|than|rather ... model*|tun*|hyperparameter*|algorithm*|gpu|architecture|
                feature*|modelling|bigger|better
            model*|modelling|tuning|tune|algorithm|gpu|transformers|architecture|bigger_model|
                hyperparameter* ... or|vs|versus|half|than ... data|collect*|label*|annotat*|
                examples|hire
            how much|many ... data|rows|examples|labels|samples|images|history|recordings|
                annotations|photos|cases|events ... need*|enough|require*|necessary|sufficient|
                want|more|for|before
            is|are|would|will ... <n> ... enough|sufficient|too_few|too_little|plenty
            <n> ... enough ... or
            enough data|history|examples|rows|labels|samples|images
            learning curve*
            plateau*|saturat*|diminishing|still_climbing|flat ... data|rows|more|curve|samples
            buy|purchase|pay|spend|invest ... data|label*|annotat* ... or ... gpu|model*|
                engineer*|scientist
            label <n> more|extra
            would|does|will ... second|another|more|external ... records|data|source|site|
                year* ... help
            """,
        ),
        rule(
            2,
            """
            enough|collect*|label*|annotat*
            fix by
            """,
        ),
        rule(
            -5,
            """
            what if|had_we
            without|no holdout|test_set
            scraped|telegram|licen*|broker|bought
            ship it|ship
            good enough
            to justify
            <llm> ... label
            """,
        ),
        rule(-5, "", "after_answer"),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            enough|sufficient|too_few|too_little|too_small|how_many|how_much|more|additional|
                extra|further|another|additional|second|<n> ... data|rows|labels|examples|samples|
                images|history|years|records|annotations|recordings|cases|labelled|photos|
                months ... or|enough|?|help|worth|needed|need|necessary|sufficient|better|improve|
                bring|buy
            """,
        ),
        rule(
            2,
            """
            or|rather|vs|versus|instead|better|worth|first|more|help|prefer|priority|budget|
                spend|invest|which
            """,
        ),
        rule(
            3,
            """
            label*|annotat*|collect*|gather*|data|record*|survey|sensors|samples ... or|vs|
                versus|rather|than ... model*|tun*|algorithm*|architecture|gpu*|features|boosting|
                hyperparameter*|engineer*|network|ensemble
            model*|tun*|algorithm*|architecture|gpu*|boosting|hyperparameter*|network|ensemble|
                features ... or|vs|versus|rather|than ... label*|annotat*|collect*|gather*|data|
                samples
            """,
        ),
        rule(
            2,
            """
            learning_curve*|plateau*|saturat*|stuck|diminish*|ceiling|flat|climbing|marginal|
                stagnat*
            """,
        ),
        rule(
            2,
            """
            few|little|small|only ... positives|cases|examples|samples|rows|events|failures|
                patients|images
            """,
        ),
        rule(
            -4,
            """
            scrap*|licen*|consent|bought|broker
            ship|live|deploy*|release
            clean|quality|duplicates|missing
            <monitoronly>
            leak*|drift*
            holdout|test_set|split
            <%>|alerts ... threshold
            metric
            good enough
            want|need ... predict*|model|forecast
            """,
        ),
        rule(-3, "", "after_answer"),
        rule(
            4,
            """
            tried|tested <n> algorithms|models|architectures
            all land|end|stop|plateau|stuck ... at <n>
            same|every|all algorithm*|model* ... <n> ... now|next|stuck
            """,
        ),
    ),
}
