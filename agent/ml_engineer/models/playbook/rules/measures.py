"""Rules about metrics, and thresholds by cost."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["MEASURES"]

MEASURES: Mapping[Intent, tuple[Rule, ...]] = {
    "metric_choice": (
        rule(
            6,
            """
            what|which ... metric*|measure|kpi|score|loss ... use|report|should|choose|optimi*|
                right|best|makes|take|trust|look|pick|for|is|matter*|sense
            right|best|better|fair*|proper|suitable|good|appropriate|wrong|different metric|
                measure|kpi|error_measure|score
            <metric> or|vs|versus|instead_of|and_not|rather_than <metric>
            punish*|penali* ... <metric>|errors|mistakes|big|large|outlier*
            <metric> ... or|vs|versus <metric> ... use|report|choose|better|which|what|should|
                take|prefer
            is|are <metric> ... always|better|enough|right|meaningful|misleading|useful|
                useless|fair|good|suitable|sensible|ok|okay ... than|for|metric|when|here|with|
                measure|choice|idea|$
            should i|we use|report|optimi*|look_at|care|track|choose|take ... <metric>
            what do|should i|we report|optimi*|measure
            how ... <we> score|evaluate|measure|judge|grade|quantify|rate ... a|an|the|our|how|
                such|this|ranking*|forecast*|model|interval*
            does <metric> matter|make_sense|say|tell
            do|does ... <metric> matter
            mape|rmse|mae|accuracy|auc|f1|r2 ... explodes|infinite|punish*|blows|undefined|
                division|misleading|hides|dominated|penali*|meaningless|ignores|not_tell|lies|
                says_nothing
            """,
        ),
        rule(
            3,
            """
            something|anything fair*|better|else ... $
            zero|zeros ... mape|percentage
            imbalanced|rare|skewed|classes ... <metric>
            <metric> ... imbalanced|rare|skewed|zero|outlier*|classes
            calibrat*|ordering|ranking ... matter*|need*|important|or
            contradict*
            accuracy ... <n> ... but|because|always
            """,
        ),
        rule(
            2,
            """
            <metric>|metric
            report
            """,
        ),
        rule(
            -6,
            """
            went|fell|dropped|from <n> to <n>
            by <date>|end
            reach|promise|guarantee|hit
            can|should we <ship>
            split*|shuffle|k_fold|loocv|grouped
            explain|simple_words
            threshold*|cutoff*
            drift*|psi
            where ... come|comes from
            complaints|complain
            beat|baseline
            leak*|too_good|0.99*|100%
            which file|split|seed|rows
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            which|what|right|best|better|fair*|single|one|wrong|headline metric|measure|kpi|
                score|number|loss|error|criterion
            """,
        ),
        rule(
            2,
            """
            <metric>|metric*|error_measure|kpi|loss_function|evaluation_measure|calibrat*|
                probabilities|log_loss|bootstrap
            """,
        ),
        rule(
            2,
            """
            use|report|choose|pick|optimi*|measure|judge|evaluate|score|look_at|compare|prefer|
                trust|mean*|matter*|enough|misleading|meaningful|right|appropriate|sense|instead|
                better|fair|suit*|care|or|vs|versus|punish*|penali*|honest
            """,
        ),
        rule(
            2,
            """
            imbalanced|rare|zero|zeros|skewed|outlier*|few_positives|<%>_positive*|unequal|
                intervals|quantile*|ranking|ordering|top_<n>|multiclass|intermittent|small_values|
                percentage
            """,
        ),
        rule(
            -5,
            """
            <drop>|since|went_from|last_month
            <by> <dateof>
            threshold*|cutoff*
            leak*|perfect|99*|100%|too_good
            split*|fold*|holdout
            explain|tell ... <person>
            <shipverb>|live|ship
            baseline*|simple|beat*|logistic|naive
            promise*|guarantee*
            where|which ... from|seed|rows|file
            you said
            psi|drift*
            what if
            cost*
            """,
        ),
        rule(
            4,
            """
            how|what ... success|quality|goodness ... measured|measure|judged|evaluated|
                defined|count*
            top <n> ... only|matter*|looks
            """,
        ),
    ),
    "cost_threshold": (
        rule(
            6,
            """
            <cut> ... use|choose|set|pick|take|optimal|best|right|then|be|should|is|feels|of|
                for|given|lower|raise|move|why|at
            which|what|best|optimal|right|where|choose|pick|set|0.5|find|lower|raise|move|
                how_high|whats|justify|good ... <cut>
            where|at_what ... cut|draw_the_line|set_the_bar|cut_off
            <miss> ... cost*|times|expensive|worse|€|eur|euro*|dollars|costly|pounds
            cost*|price|expensive|worse ... <miss>
            <alarm> ... cost*|times|expensive|worse|means|costly|annoy*
            cost*|price ... <alarm>|mistake*|wrong_decision*|each_error
            move|raise|lower|set|shift the bar|line|limit
            picked|chose|use|used 0.* ... not|instead 0.5
            """,
        ),
        rule(
            4,
            """
            can|could|only|capacity|able|handle|manage|team|afford|we ... call|visit|check|
                review|inspect|investigate|handle|process|work|look_at|contact|treat ... <n> ... a|
                per|each|every day|week|shift|month|hour
            <n> alerts|cases|calls|inspections|visits|letters|claims|checks|reviews a|per|each|
                every|max ... day|week|month|shift
            capacity|budget ... <n>|for
            above|from which|what score|probability|percent*
            <n> times|x as|more|worse|better costly|expensive|bad|than|much|dear
            """,
        ),
        rule(
            2,
            """
            0.5
            false positives|negatives|alarms
            cut*
            where
            so that it fits
            """,
        ),
        rule(
            -5,
            """
            what if|suppose|does_that_change
            drift alerts|alert
            zero false
            metric|report
            explain ... what a|an false_positive
            cut ... up
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            threshold*|cutoff*|cut_off*|decision_boundary|operating_point|cut_point*|cut_line|
                trigger_level|score_limit
            """,
        ),
        rule(
            3,
            """
            <miss>|overlook*|undetected|unnoticed|slips_through ... cost*|€|$*|eur|dollars|
                euros|pounds|expensive|times|worse|bad|cheap|fatal|kill*|die
            <alarm>|unnecessary|needless|false|wrong|inspection|visit|call ... cost*|costs|€|
                eur|euro*|dollar*|times|worse|expensive|cheap|harmless|for_free
            $*|€* ... per ... <miss>|<alarm>|call|visit|letter|inspection
            """,
        ),
        rule(
            3,
            """
            capacity|only|max|maximum|at_most|up_to ... <n> ... a|per|each|every day|week|
                month|shift|hour|night
            we|they|team|staff can|could|only ... <n> ... a|per|each|every day|week|month|
                shift|hour|night
            """,
        ),
        rule(
            2,
            """
            0.5|fifty_percent|probability|score|scores|above|from_which|where|limit|bar|
                strict*|sensitive|aggressive|lenient|conservative|stricter
            """,
        ),
        rule(
            2,
            """
            annoy*|trade_off|tradeoff|balance|too_many_false|alarm_fatigue|prefer|rather|
                acceptable|worse
            """,
        ),
        rule(
            -4,
            """
            what if
            drift*|monitor*
            why did
            guarantee*|promise*
            label <n>
            metric
            report
            """,
        ),
        rule(-4, "warning|critical|null_rate"),
        rule(
            4,
            """
            alarm|score|risk|decision limit|level|line
            missing|miss|accept*|refus*|reject*|overlooking|letting a|the good|bad|sick|
                healthy|faulty|one|true|real ... cost*|loses|=|€|eur|<n>
            costs|loses|lose us? <n> ... costs|loses|lose us? <n>
            lower|raise the? ... from <n> to <n>
            """,
        ),
    ),
}
