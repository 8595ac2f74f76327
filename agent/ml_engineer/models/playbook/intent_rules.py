"""The playbook's rules: which phrases speak for which intent, how strongly, and in what situation.

A rule counts once, however many of its phrases occur; an intent's score is the sum of its rules.
Weights: 6 decides, 4 suffices alone, 2 needs company, a negative weight speaks against. The
refusals stand in `refusal_rules`. Phrases are written in the notation of `phrases`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ml_engineer.models.playbook.phrases import lines_of

__all__ = ["QUESTION_RULES", "Intent", "Rule", "When", "rule"]

Intent = Literal[
    "need_model",
    "performance_dropped",
    "use_llm_or_deep_learning",
    "production_by_date",
    "review_data",
    "can_we_ship",
    "deploy_without_monitoring",
    "skip_offline_evaluation",
    "unknown_provenance",
    "promise_timeline",
    "leakage_question",
    "baseline_question",
    "drift_question",
    "cost_threshold",
    "metric_choice",
    "split_choice",
    "feature_availability",
    "monitoring_plan",
    "rollout_plan",
    "explain_prediction",
    "explain_for_audience",
    "what_if",
    "evidence_lookup",
    "more_data_or_better_model",
    "provide_information",
    "greeting_or_thanks",
    "out_of_scope",
    "needs_language_model",
]

When = Literal["always", "question", "statement", "after_question", "after_answer", "opening", "short"]
"""The situation in which a rule holds.

question / statement: the message asks, or doesn't. after_question / after_answer: the assistant's
last turn asked something, or stated something. opening: nothing was said before. short: the message
has at most fourteen words.
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrases of one strength.

    Attributes:
        weight: what the rule adds to the intent's score.
        phrases: any of these makes the rule hold; none means that the situation alone does.
        when: situations that must all be given.
        unless: phrases that keep the rule from holding.
    """

    weight: int
    phrases: tuple[str, ...]
    when: tuple[When, ...] = ()
    unless: tuple[str, ...] = ()


def rule(weight: int, phrases: str, *when: When, unless: str = "") -> Rule:
    """Write a rule with its phrases one a line."""
    return Rule(weight, lines_of(phrases), when, lines_of(unless))


QUESTION_RULES: Mapping[Intent, tuple[Rule, ...]] = {
    "need_model": (
        rule(
            5,
            """
            <want> ... a|an|some model|classifier|predictor|forecast|recommender|ranker|detector|regressor
            <want> ... a|an ... model|classifier|regressor|forecaster|recommender ... that|to|for|which|who
            <want> ... <predict>|predicting|forecasting|detecting|classifying|estimating
            <want> ... to know|guess in_advance|ahead|beforehand
            <build>|building ... a|an|me|us ... <artefact>|forecast|predictor
            build|train ... on ... csv|parquet|xlsx|tsv
            train ... <artefact> ... target|label
            <want> ... something ... <predict>
            a|some way to <predict>
            can|could|would <we> <predict> who|which|whether|when|if|how|what
            can|could|would <we> ... <build>|help ... <artefact>|forecast
            must|have_to|should make|do classification|prediction|forecast*|regression
            replace|automate|substitute ... spreadsheet|excel|manual*|by_hand|gut|formula|heuristics
            use ai|ml|machine_learning to
            is_it|would_it_be possible to <predict>
            predicting|forecasting|detecting|classifying ... is_what|would_help|would_save
            """,
        ),
        rule(
            3,
            """
            predict|forecast|detect|classify|anticipate ... which|who|whether|when|how_much|how_many|if
            which|whose ... will ... cancel|churn|leave|fail|break|default|return|arrive|buy|renew|quit
            <want>|help predict|detect|forecast|classify|estimate|sort|rank|prioritise|prioritize
            how ... begin|start ... $
            get going|started
            where|how ... <we> begin|start
            label|target|outcome column? is
            one row per
            make it go
            would|could|can you do|build|set it|that|this|something ... for us|me
            ticket|email|mail|invoice|document|lead routing|scoring|triage|classification
            """,
        ),
        rule(
            2,
            """
            doable|feasible|realistic
            is it|that|this possible
            please advise
            what do you need from me|us
            we|i have ... rows|records|years|months|logs|images|photos|tickets|recordings
            want|wants|need|needs|asked ... ai
            model|classifier|prediction for
            predict*|forecast*|detect*
            new project|idea|use_case
            """,
        ),
        # An existing model is being talked about, not a wish for one.
        rule(
            -4,
            """
            our|the|your|my ... model|classifier|forecast|recommender is|was|got|went|has|keeps|says|predicts|gave
            since ... update|upgrade|moved|release|<month>|<season>
            photo*|fashion|role|runway|scale|car|3d|business shoot|model|printer
            without training anything
            """,
        ),
        rule(-3, "<metric> ... <n> ... <reach>\nwhat if\nthreshold|cutoff\nhow do i explain"),
    ),
    "performance_dropped": (
        rule(
            5,
            """
            <metric>|model|models|forecast|forecasts|predictions|classifier|recommender|quality|agreement|results|performance|hit_rate|scores|scoring|detector|system ... <drop>
            got|gets|getting|become|became|becomes|went|gone ... worse|bad|useless|random|unreliable|south|downhill
            <metric> ... went|gone|fell|dropped|moved|came|from ... <n> ... to ... <n>
            from <n> ... to|down <n> ... since|after|in|last|over|within
            used to be|have|get|work|catch|agree ... now
            was|were|worked|ran fine|good|great|perfect|ok|okay|accurate|spot_on ... until|then|now|but
            was|were fine|good|great|perfect|ok ... until
            stopped|stop|no_longer|not work*|catching|finding|detecting|making_sense
            great|good|perfect|fine|<n> offline|in_the_lab|in_test|in_testing|on_the_holdout|in_the_pilot // production|live|prod|reality|field
            offline|pilot|test|holdout|lab|testing // <n> // in_production|in_prod|live|in_the_field // <n>
            <n>|percent|points ... lower|below|worse ... than ... holdout|test|validation|pilot|before
            in ... pilot|test|holdout|validation|testing it was <n>
            before ... <n> ... now <n>
            last|previous <unit> ... <n> // now|today|this ... <n>
            off|wrong by <n>
            over|under ordering|order*|estimat*|predict*|forecast* ... every|each|since|now|again
            """,
        ),
        rule(
            3,
            """
            <drop> ... since|after|overnight|suddenly|this_week|lately|last_week|last_month|recently
            since|after ... update|upgrade|migration|switch*|moved|relaunch|new_version|new_crm|rollout|release|retrain*|<month>|<season> ... <drop>|wrong|nobody|complain*
            nobody|no_one|not touched|changed ... it|anything|weights|code|model
            complaints|complain ... doubled|tripled|more|rising|since
            clicks|sales|conversions|conversion|bookings|revenue|margin|hits down|drop*|fell|fall|are_down <n>?
            off|wrong every|all|the_whole day|week|time|morning|night
            in_prod*|live ... <n> ... points|percent lower|worse
            is|are basically|completely|totally|just random|garbage|noise|useless|wrong
            help ... find ... reason|cause
            suddenly|all_of_a_sudden
            """,
        ),
        rule(
            2,
            """
            what is going on|wrong|happening|happened
            what happened|broke|changed
            why ... is|did|does|has ... <drop>
            find|wants|want|know ... cause|reason|culprit
            in|since|after prod|production|launch|go_live|deployment
            blam*|ignor* ... us|it|them|sales|model
            this week|month|morning ... again|every
            ugh|help|argh|urgent
            got|feels like ... worse
            """,
        ),
        rule(-4, "how ... set|alert|monitor|notice\nwhat if|suppose\nwhat|when should ... retrain"),
    ),
    "use_llm_or_deep_learning": (
        rule(
            4,
            """
            <llm>
            <deep> learning|network*|net|nets|model*
            cnn|rnn|lstm|transformer|transformers|tabnet|tabpfn|bert|mlp|resnet*|gnn|yolo*|neural|tft|autoencoder*
            """,
        ),
        rule(
            3,
            """
            use|try|ask|plug|throw|switch|go|instead|replace|feed|consider|considered ... <llm>|<deep>
            <llm>|<deep> ... for this|that|the|our|us|my
            <llm>|<deep> ... instead|overkill|better|rather|worth|suitable|enough|sense|help|outperform|beat|smart|silly
            <llm>|<deep> <trees>|or|vs|versus
            <trees> or|vs|versus|against <llm>|<deep>
            i|we|my|professor|boss|investor|cto|ceo want*|like|likes|love|loves|insist* ... <llm>|<deep>
            send ... to ... <llm>
            """,
        ),
        rule(2, "overkill|hype|state_of_the_art|sota\nagent agents fancy\nworth a shot"),
        # Both words stand in questions about something else.
        rule(
            -4,
            """
            annotators|label|labels|labelling|collect|collecting ... or ... <deep>|<llm>
            <deep>|<llm>|half ... or|half|vs ... annotators|collect*|more_data|labels|labelling|label
            derive|prove|philosoph*|interview|draft|essay|poem|explain_how ... work
            """,
        ),
    ),
    "production_by_date": (
        rule(
            6,
            """
            <ship>|live|production|prod|running|merged|serving|online|endpoint|deployed|answering|scoring|in_use ... by|until|before|for|on|in|this|next|within|to <date>|<n>|the|our|end|then|school|peak
            <by> ... <date> ... <ship>|live|production|prod|running|online|in_use|deployed
            <date> // live|production|prod|running|online|deployed ... by|until|before then|that
            <n>|two|three|few|a <unit> ... to|from|csv|notebook|until ... production|prod|live|endpoint|api|deploy*
            <n>|two|three <unit> // csv|notebook ... endpoint|production|prod|api
            how long|many_days|many_weeks|much_time ... deploy*|rollout|productioni*|go_live|production|put_it|integration|endpoint|api
            when ... can|could|will ... <ship>|live|production|deployed|in_use|online|running
            what can be|go live|ready|running|in_production ... by|before|until|on <date>|then
            have_to|must|need|needs|should ... <ship>|live|production ... <date>|by|before
            """,
        ),
        rule(
            3,
            """
            deadline is|was
            launch|demo|go_live|fair|inspection|audit|freeze|campaign|board_meeting|investors|customer|season ... is|on|at|in|starts|opens|fly ... <date>|<n>
            live|production|prod|deployed|running|real_system|for_real|online|live_requests
            possible or|and not
            can it|we|the ... make it|that
            already|has|have|been sent|announced|promised|told|booked|sold|signed ... press|customers|launch|release|date
            """,
            "always",
            unless="<metric> ... by|before|until <date>",
        ),
        rule(2, "by|until|before|till <date>|then|the\n<n> <unit>|sprints\n<date>"),
        rule(
            -5,
            """
            promise|guarantee|commit*
            reach|hit|achieve ... <n>
            meeting_room|appointment|flight|train_to|calendar_invite
            went|fell|dropped|from <n> ... to <n>
            since
            should i retrain
            test_set|holdout|eval|evaluation
            replace ... spreadsheet
            what is ... weather
            """,
        ),
        rule(-3, "canary|shadow|pilot|1%|5%|traffic|rollback|roll_back"),
    ),
    "review_data": (
        rule(
            5,
            """
            profile|review|audit|inspect|examine|sanity_check|eda|describe ... <data>|this|these|it
            check|look|go|run|have_a_look|glance|eyeball ... over|at|through|into|in|on|quality ... <data>|the|my|our
            data quality|check|review|audit|profil*|cleaning
            quality of ... <data>
            how clean|good|dirty|bad|healthy|trustworthy is|are ... <data>
            is|are ... <data> ... clean|usable|ok|okay|enough|ready|good|complete|sane|representative|broken|trustworthy
            what is|are wrong|odd|weird|strange|off|broken ... <data>|these|this|csv
            duplicate*|nulls|missing_values|missings|outliers|nans|blanks|typos|encoding|empty_cells|placeholder*
            <n> nulls|missing|empty|blank|zero|zeros|duplicates|nan
            ai ready
            half|most|many|some ... are|is|were empty|missing|null|nan|blank|zero|1900|default
            sometimes in ... sometimes|and
            weird|strange|odd|impossible|negative|future dates|values|ages|timestamps|prices|weights|entries
            data dictionary|represent*
            what ... you look at|check first
            """,
        ),
        rule(
            3,
            """
            is|are|be|usable|can ... use this|these|it ... at_all|even|still
            can we even use
            column|columns|field ... has|have|contains|with|is|are values|mixed|both|different|weird|empty|three|<n>
            entries|values|rows|records|timestamps|units|labels ... wrong|mixed|inconsistent|twice|broken|strange|impossible|weird
            represent* ... new|all|old|region|population
            messy|mess|dirty|corrupt*|garbled|sentinel
            sometimes|partly ... kg|cm|pounds|euro*|dollar*|celsius|fahrenheit|miles|usd
            should i|we cry|worry|panic|drop_them|delete
            anything|something|something_is|what ... suspicious|fishy|odd|off|wrong ... in|with ... <data>
            first ... dataset|file|table
            before ... trains|train|training|model*|start
            quick|first look|impression|glance
            """,
        ),
        rule(2, "<data>\ncheck|report|summary|overview\nproblem for ... learning|training|model"),
        rule(
            -5,
            """
            drift*|psi|distribution*
            compare|compared|vs|versus
            scraped|licen*|consent|bought|purchased
            leak*
            <n> more|extra
            shuffle|random_split|k_fold|holdout
            evaluation_report*|model_card
            my|our churn|fraud|price model
            """,
        ),
    ),
    "can_we_ship": (
        rule(
            5,
            """
            can|could|may|should|shall|do|would we|i|you|this|it|the|that ... <ship>|approve|merge|wave|sign
            can|could|may|should|shall we|i put|bring|take|push ... live|production|prod
            can|could|may|should it|this|that|the|our|be ... go|be ... live|used|deployed|shipped|released|out
            ready|fit|mature|safe|fine for|to|enough|yet ... <live>|<ship>|launch|customers|release|use|go|real_users|clinical|the_field|deployment
            is|are it|this|that|the|our|my ... ready|good_enough|production_ready|safe ... $
            good enough|sufficient to|for ... <ship>|use|<live>|release|real|customers|pilot|launch
            enough|sufficient|reason ... justify|for|to a|release|launch|ship|switch|deploy
            go no go
            go or no
            ship or|it_or not|no|wait|hold
            yes or no|not ... reasons
            tell me|us yes_or_no|go
            sign off|sign_it_off|signoff|signing_off
            green light|greenlight|thumbs_up|approve|approval|wave ... through
            anything|something|what|still ... block* ... on|it|us|release
            what ... missing|blocks|stands|left|lacking|stopping|keeping|keeps|holds ... before|until|between|from|to|us ... <ship>|<live>|customers|release|launch|go
            would you|u bet|trust|sign|dare|stake|let|release|deploy|ship|approve
            before i|we merge|release|sign|deploy|launch|ship
            <want>|wants|they|boss to <shipverb> ... today|now
            second pair|opinion|set of_eyes
            review|assess|judge|check|evaluate|look_over|look_at ... my|our|the|this ... <artefact>|model ... before|please|ready|for
            release|launch|deployment|production|acceptance|go_live|ship readiness|decision|review|criteria|check|gate|recommendation
            may|can|could|should ... be used on|in|for|by
            verdict|opinion ... on|about ... our|my|this|the ... model|score|classifier|forecast
            what can we expect
            """,
            unless="<by> <date>\nwithout ... <monitoronly>\nwithout ... <evaluation>",
        ),
        rule(
            3,
            """
            ship it|this|the
            ready
            is it|that enough
            we beat|outperform ... baseline|old|current|incumbent|champion
            holdout|evaluation|eval|shadow|backtest ... done|passed|green|finished|ok
            everything|all is|are|green|done|checked|ticked|passed
            model card|review
            <metric> ... baseline|naive|rule
            put it|this|them live
            go live
            """,
            "question",
        ),
        rule(
            2,
            """
            live|release|ship|customers|production
            honest|opinion|verdict
            acceptance|criteria
            """,
        ),
        rule(
            -5,
            """
            how ... would|do|should|can you|we|i ... bring|roll|introduce|release|deploy
            canary|shadow ... or|vs
            when can|will|could
            how long|big
            what if|suppose|your|verdict change
            by|until|before <date>
            how ... split|explain
            """,
        ),
    ),
    "leakage_question": (
        rule(
            6,
            """
            leak*
            too good to
            suspiciously|unbelievably|implausibly|insanely good|high|perfect|well
            knew|knows|contains|gives_away|encodes|reveals ... answer|outcome|future|label|target
            target|label|future ... leak*|information|contaminat*|in_the_features
            contaminat*|look_ahead|lookahead|peek*|data_snooping|cheating|cheats
            """,
        ),
        rule(
            4,
            """
            auc|auroc|accuracy|f1|r2|score|precision|recall|result|results|performance|we|it ... 0.99*|.99*|99*|100%|1.0|1.00|0.98*|98%|perfect
            0.99*|.99*|99*|100%|perfect ... auc|accuracy|f1|r2|score|precision|recall|prediction*
            scaled|imputed|normalised|normalized|standardised|encoded|oversampled|smote|scaling|imputing|feature_selection|selected|deduplicated|target_encoding ... before ... split*
            same|duplicate* patient|customer|person|user|machine|rows|id|images ... both|train ... sets|test|splits
            only ... filled|set|known|exists|written ... after ... event|outcome|cancel*|label|default
            cv|cross_validation|validation|train|training|local|public ... <n> ... test|hidden|private|leaderboard|competition <n>
            id|customer_id|row_number|index|row_id|filename|timestamp ... best|most_important|top|strongest|predictive|number_one feature|predictor|important
            one|single feature|column ... everything|all|dominates|alone|<n>|importance
            which of the folds
            fold <n> <n> // fold <n> <n>
            """,
        ),
        rule(
            2,
            """
            should i|we be? worried|worry|suspicious
            too|suspicious*
            am i crazy
            is it|that really|so terrible|bad|normal
            on|at the first try|attempt|run
            some|a|which column ... knew|knows|responsible
            as an input|feature
            predicts ... with <n>
            believe|trust
            """,
        ),
        rule(-3, "run|go through|over\ndrift\nwithout that column\nwhich|how split\nk fold by"),
    ),
    "baseline_question": (
        rule(
            6,
            """
            baseline*
            <simple>|dumb|naive ... rule|predictor|model|forecast|heuristic|approach ... do|get|achieve|compare*|perform|be|beat|reach
            how well|good|far|bad ... would|does|is|do|could ... <simple>
            what would|does|do ... <simple> ... get|achieve|give|score|reach|do
            number|value|score|bar|mark ... <we>? should|must|have_to|need_to beat
            what ... to beat|floor
            beat*|better|worth|compared|outperform*|improve* ... than|over|to|the|a|by ... <simple> <n>?
            """,
            unless="need|cause|drop|fell|card",
        ),
        rule(
            4,
            """
            same job|result*|quality|performance as|with
            <simple> ... do|does|did the|as same|well|good|much
            decision tree|rule|if_statement|excel|formula|spreadsheet|lookup|average|mean ... do|does|match|get|reach|enough|suffice ... same|as|job|it|too|already|most
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
        rule(2, "<simple>\ncompar*\nminimum|floor\nthe same"),
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
    ),
    "drift_question": (
        rule(
            6,
            """
            drift*|drifting|drifted
            psi|population_stability|kolmogorov|ks_test|wasserstein|covariate_shift|data_shift|jensen|divergence
            distribution* ... other|change*|shift*|differ*|same|moved|new|still
            other|different|changed|shifted|new|same distribution*
            <column> ... moved|shifted|changed|differ*|drifted ... most|since|between|from
            what|which ... moved|shifted|changed ... most|since|between|training
            <data>|inputs|features|population|customers|mix|input|clientele|traffic ... shift*|changed|changing|differ|different ... from|since|than|between|compared
            """,
        ),
        rule(
            4,
            """
            compare|comparison|difference|differences|differ ... <season> ... <season>
            compare|difference|differences|differ ... <month> ... <month>
            compare|comparison|difference|differences|differ ... two|both|old|new|last|this|input*|feature*|train*|current ... export*|file*|batch*|month*|year*|data*|column*|feature*|input*|<season>
            share|proportion|rate|percentage|prevalence|mean|average ... of? ... went|rose|grew|doubled|moved|changed|fell|jumped ... from|to|by|since
            look|looks|still|does|is ... like|similar|same|comparable ... training|train_set|old_data|last_year
            do|does|is|are ... still represent*|resemble|match|similar ... training|train|today
            training|train ... vs|versus|and|against ... live|production|serving|current|today|now
            """,
        ),
        rule(2, "since training|last_training\nfrom <n> to <n>\nlabel*ers|annotators trigger\nold|last ... new|this"),
        rule(
            -5,
            """
            alert*|alarm*|noise|monitor*|on_call
            no drift
            you said|which rows|where ... from
            what if|suppose
            explain|eli5|simple_words
            is|are|metric|model|precision|recall|auc|accuracy|f1 ... went|fell|dropped from
            """,
        ),
        rule(-3, "in prod* from numbers differ\nin training ... in prod|serving|production"),
    ),
    "cost_threshold": (
        rule(
            6,
            """
            <cut> ... use|choose|set|pick|take|optimal|best|right|then|be|should|is|feels|of|for|given|lower|raise|move|why|at
            which|what|best|optimal|right|where|choose|pick|set|0.5|find|lower|raise|move|how_high|whats|justify|good ... <cut>
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
            can|could|only|capacity|able|handle|manage|team|afford|we ... call|visit|check|review|inspect|investigate|handle|process|work|look_at|contact|treat ... <n> ... a|per|each|every day|week|shift|month|hour
            <n> alerts|cases|calls|inspections|visits|letters|claims|checks|reviews a|per|each|every|max ... day|week|month|shift
            capacity|budget ... <n>|for
            above|from which|what score|probability|percent*
            <n> times|x as|more|worse|better costly|expensive|bad|than|much|dear
            """,
        ),
        rule(2, "0.5\nfalse positives|negatives|alarms\ncut*\nwhere\nso that it fits"),
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
    ),
    "metric_choice": (
        rule(
            6,
            """
            what|which ... metric*|measure|kpi|score|loss ... use|report|should|choose|optimi*|right|best|makes|take|trust|look|pick|for|is|matter*|sense
            right|best|better|fair*|proper|suitable|good|appropriate|wrong|different metric|measure|kpi|error_measure|score
            <metric> or|vs|versus|instead_of|and_not|rather_than <metric>
            <metric> ... or|vs|versus <metric> ... use|report|choose|better|which|what|should|take|prefer
            is|are <metric> ... always|better|enough|right|meaningful|misleading|useful|useless|fair|good|suitable|sensible|ok|okay ... than|for|metric|when|here|with|measure|choice|idea|$
            should i|we use|report|optimi*|look_at|care|track|choose|take ... <metric>
            what do|should i|we report|optimi*|measure
            how ... <we> score|evaluate|measure|judge|grade|quantify|rate ... a|an|the|our|how|such|this|ranking*|forecast*|model|interval*
            does <metric> matter|make_sense|say|tell
            do|does ... <metric> matter
            mape|rmse|mae|accuracy|auc|f1|r2 ... explodes|infinite|punish*|blows|undefined|division|misleading|hides|dominated|penali*|meaningless|ignores|not_tell|lies|says_nothing
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
        rule(2, "<metric>|metric\nreport\nwhich|what"),
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
    ),
    "split_choice": (
        rule(
            6,
            """
            <n> <n> // <n> <n> ... matter
            random|time|temporal|chronological|stratified|grouped|group|by_time|by_date ... split*|k_fold|kfold|cv|cross_validation|fold
            split* ... random*|by|time|temporal*|chronologic*|stratif*|group*|per|on|how|or
            how|which|what ... split|cut_it_up|divide|partition|carve|validate|cross_validate
            k fold|folds ... by|or|per|group*|on|vs
            group k fold
            loocv|loo|leave_one_out|repeated_cv|nested_cv|timeseriessplit|stratif*|rolling_origin|walk_forward|expanding_window|groupkfold
            shuffle* ... same|split|rows|both|data|before|time|it
            which|what rows|data|part|months|years go|goes|belong*|should|as|for ... where|test|training|train|holdout|validation
            same|one <n>? ... in both|train ... sets|and|test
            how ... big|large|much|many|validate|hold ... holdout|test|test_set|validation|folds|out
            is|are ... holdout ... silly|enough|needed|sensible|big
            tune|tuned|tuning ... on ... test
            80 20
            test on|with ... new|unseen|future|next ... drivers|customers|patients|machines|stores|sites|year
            """,
            unless="before ... split\nwhy would i split|evaluate\nwithout holdout\ncould we go without",
        ),
        rule(3, "holdout|split|k_fold|cross_validation|validate|cv\ntest set|and|or train*|validation"),
        rule(2, "how|which|what|should|is\nshuffle*|group*|folds|horizon"),
        rule(
            -5,
            """
            which split|seed ... did|was
            report|csv target
            baseline
            leak*
            split ... 3 3
            abtest
            without|no|skip holdout|test_set|validation
            the same thing|again|but
            auc ... random ... split|holdout
            on the holdout
            ship|merge|deploy|live
            """,
        ),
    ),
    "feature_availability": (
        rule(
            6,
            """
            at|during prediction|request|inference|serving|scoring|decision|call|booking|quote time
            known|available|exist*|filled|have|arrives|know|knows|see ... at|when|before|only|by ... prediction|request|scoring|inference|decision|the_time|score|serve|predict
            training serving|inference skew
            in training|warehouse|offline ... in prod*|serving|live|online|redis
            can|may|could|should|allowed|okay|ok|legal|fine <we>? ... use|feed|include|keep|take|put ... as|column|feature*|input|gender|age|postcode|zip|ethnicity|after|race|religion|nationality|variable|field|number
            actual|actuals|observed|real weather|values ... forecast*
            forecast* ... vs|versus|or|instead_of actual*
            <column> ... survive|not_exist|missing|not_available|unavailable|removed|discontinued|arrive*|delay*|late|lag|refresh*|updated ... at|in|when|from|live|production|request|later|the|only|after|nightly
            sensor*|column|field|feature ... will_be|be|gets|get removed|discontinued|switched_off|retired|dropped|replaced
            gender|race|ethnicity|religion|postcode|zip_code|nationality|age ... feature|into|as|use|price|model
            feature store ... late|stale
            only|not updated|refreshed|filled|entered|written|known|available|arrive* ... after|later|nightly|weekly|next|once|days|hours|month*|monday*
            """,
        ),
        rule(
            3,
            """
            after the|a|it ... lead|claim|case|order|event|call|cancel* ... came|closed|happened|starts|ended
            super|very|most|really predictive|strong
            can|may i use
            numbers differ
            which ... columns|features|fields ... can|survive|allowed|may|do_we_have|exist
            is it|this okay|ok|legal|allowed|fair to use|feed|include
            do i drop it
            """,
        ),
        rule(2, "<column>\nas a feature\nuse"),
        rule(
            -5,
            """
            leak*
            psi|drift*
            scraped|licen*|bought|consent|broker|copy|telegram
            <llm>|<deep>
            nulls|duplicates
            which file|rows
            moved the most
            no_show
            """,
        ),
        rule(-4, "explain|why did\nwhat if\nfeature store from scratch\ndesign"),
    ),
    "monitoring_plan": (
        rule(
            6,
            """
            how|what|which|where|who|should|do|does|must ... monitor*|alert*|watch|track|observe|log|logged|logging|notice ... <we>? ... model|in|after|for|first|on|when|production|live|so|per|once|it|about|instead|$
            what|which|how ... signals|alerts|checks|dashboard|dashboards|alarms ... first|need|set|come|have|should|missing|put|show|show*|useful|for|are|on
            monitoring plan|setup|concept|strategy|checklist|for|stack|design
            set up|setup|design|build|plan|propose|suggest ... monitoring|alerts|alerting|dashboard
            when|how_often ... retrain|recalibrate|refresh ... $
            when|how_often do|should|must|would|to|we ... retrain*|retrained|refit
            retrain* ... schedule|calendar|trigger*|monthly|weekly|nightly|how_often|when|trips
            too many ... alerts|alarms|pages
            how|who ... notice|notices|know|find_out|learn|wake|paged|woken|on_call|tell ... weird|wrong|breaks|bad|broken|drifts|fails|rot*|decay*|degrad*|off|bad|quality|silently
            what|which ... watch|look_at|measure|track|observe|do ... meantime|until|while|without_labels|before_labels|instead|after_launch|after_go_live
            before the customers|users|boss|clients know|notice|complain|do
            labels|outcome|outcomes|truth|ground_truth|feedback ... arrive*|come*|only|late|after|takes|delay* ... <n>|weeks|months|later
            only learn|know|get|see ... outcome|truth|labels|result ... after|<n>|later
            grafana|prometheus|datadog|kibana|evidently|whylabs
            be|must|should|to logged|log|record ... every|each|per|for prediction|request|score
            """,
            unless="<skip> ... <monitoronly>\nwithout ... monitoring",
        ),
        rule(3, "alert*|monitor*|dashboard*|watch|retrain*\nresponsible|on_call|runbook|escalat*"),
        rule(2, "notice|signals|noise\nwhat|which|how|who\n3 am"),
        rule(
            -5,
            """
            no_need|skip|really_need|not_necessary|not_needed|waste|without ... monitor*|alert*|dashboards|monitoring
            no monitoring
            not in the? budget
            ship it
            verdict|answer change
            we can handle
            alerts day ... analysts
            with ... full monitoring
            can we <ship>
            threshold|cutoff|where ... cut
            """,
        ),
    ),
    "rollout_plan": (
        rule(
            6,
            """
            canary|shadow_mode|shadow_run|blue_green|champion_challenger|dark_launch|feature_flag*|kill_switch|big_bang|staged|phased|gradual*|shadow_deployment|shadow_traffic|ramp|ramp_up|step_by_step
            roll|rolling it? back
            rollback plan|procedure|criteria|trigger|strategy|how
            how ... roll_out|roll_it|roll_this|rollout|introduce|phase_in|launch|bring|release|deploy|switch_over|cut_over|put ... $
            how ... would|do|should|could|can|to|will|best we|you|i ... roll|introduce|phase|launch|bring|release|deploy|switch|move|migrate
            from <n> to <n> to <n>
            start*|begin*|first with|at|on|to|in <n> ... traffic|users|customers|stores|branches|percent|region|clinics|sites|of
            abtest ... how|size|big|long|many|duration|power*|design|set|against|split|run|sample
            old|current|existing and|model|ranker|vs ... new ... side|parallel
            side by side
            in parallel
            stop|abort|exit|success|halt criteria|criterion|rule|condition*|rules
            rollout|deployment|release|launch|cutover|migration plan|order|sequence|steps|checklist|strategy
            pilot|stores|branches|branch|region|site|hospital|clinic first|only|then|before ... $
            fallback|fall_back ... when|if|plan|needed|down|fails|to
            """,
        ),
        rule(3, "<n> of ... traffic|users|customers|requests\nwhen ... take|go|increase ... step|next|percent\nabtest|pilot|shadow\nrevert|undo|switch_back|roll_back"),
        rule(2, "traffic|rollout\nhow big|long\nsigned off\nnew ... old"),
        rule(
            -6,
            """
            just abtest
            offline ... never|waste|useless|academic|not_match|no_time
            no_time for
            straight to
            instead of ... offline|holdout|evaluation
            without ... monitoring|holdout|offline
            explain|justify ... to
            anything ... block
            today
            """,
        ),
    ),
    "explain_prediction": (
        rule(
            6,
            """
            why|how_come ... <we>? ... get*|got|given|gave|rated|scored|flagged|rejected|denied|predicted|priced|assigned|ranked|classified|recommended|declined|approved|refused|sorted|routed|sent|predict|high|low|say|said|above|put
            what|which ... drove|drives|pushed|caused|made|led|triggered|influenced|contributed|lifted ... it|this|that|score|risk|prediction|forecast|the|model|up|down
            on_what|which ground|grounds|reason|reasons ... put|score*|decid*|reject*|rank*|flag*
            shap|lime|counterfactual*|feature_attribution*|waterfall|contribution* ... for|of|value*|plot
            what would|must|should|could ... need|have to change|differ*|be_different ... to get|be
            reason*|explanation|justification|factors ... for|behind|of ... this|that|single|case|prediction|score|decision|customer|patient|applicant|rejection|id|row
            explain ... this|single|individual|case|row|applicant|customer|patient|order|ticket prediction|score|decision|<n>
            explain ... why ... row|customer|patient|applicant|claim|case|score*|predict*
            ticket|applicant|patient|customer|claim|row|case|order|store|invoice|loan|mrs|mr|parcel|machine|pump|user|application|transaction <n> ... was|got|is|has|gets|why|flagged|rejected|scored|sent
            what was|is it|model|system thinking
            two|both ... identical|same|similar|twin ... one|but|different|yet
            """,
        ),
        rule(4, "how come\nwhat drove\nwhich inputs|features|columns|factors ... pushed|mattered|responsible|up|down"),
        rule(2, "mrs|mr\nplainly|although|never\nrisk|score of <n>"),
        rule(
            -5,
            """
            why ... metric|auc|drop*|worse|would_i|bother|waste|need|we_need|recall|precision|f1|accuracy
            since ... <month>|update|upgrade
            explain ... to ... cfo|boss|board
            threshold
            monitoring
            every week
            leak*
            drift*
            """,
        ),
    ),
    "explain_for_audience": (
        rule(
            6,
            """
            <explain> ... for|to|so ... <person>
            <explain> ... so|such|that|way ... <person> understand*|get*|follow*
            so that ... understand*|gets_it|follow*
            in|with|using simple|plain|layman|easy|normal|everyday|human|non_technical|other|simpler|business words|terms|language|english|german
            eli5|tl_dr|tldr|dumb_it_down|like_i_am_five|like_i_am_5|for_dummies|without_jargon|no_jargon|plain_english
            how|what ... <we> tell|explain|say|sell|present|put|describe|justify|word|phrase|convince ... to? ... <person>
            translate ... into|for|to
            present ... to|results|findings
            one slide|sentence|paragraph|minute ... for|to|<person>
            my ... <person> ... asks|asked|understand*|not_understand|wants_to_know ... what|how
            none|nobody|no_one|they ... know*|understand*|heard ... what
            for ... <person> ... who ... never|not|no
            how do|would|can i put it|this|that
            """,
        ),
        rule(3, "<explain> ... <person>\nunderstand*|jargon|analogy|metaphor\nhow ... explain"),
        rule(2, "<person>\nsimpler|shorter|easier|again", "after_answer"),
        rule(
            -5,
            """
            threshold*|cutoff*|decision_boundary|cost_reasoning
            this|that patient|customer|applicant|case ... at|was|got|is
            which file|record|split|seed
            on what ground|basis
            review|look_over
            went|was|fell <n> ... <n>
            what accuracy
            when will
            wants ... cause
            """,
        ),
    ),
    "what_if": (
        rule(
            6,
            """
            what if|happens_if|changes_if|would_change|about_if|when
            suppose|supposing|assume|assuming|imagine|say_we
            does|would|will|did ... change|differ|hold|move|shift ... if|when|with|answer|verdict|result|conclusion|had|your
            had|if we|i twice|double|half|more|had|add|remove|drop|use|could
            same thing|again|analysis|question|but ... with|by|without|grouped|for|but|per|only
            try|redo|rerun|re_run|repeat|run|recompute|do|calculate ... again|with|without|instead|rather|using ... 
            and|ok|okay|now without|with|if|for|when|on
            """,
            "after_answer",
        ),
        rule(4, "and? without that|this|the|it\nonly|but ... instead|rather\nwould it be different|better|worse\nwhat about", "after_answer"),
        rule(5, "what if ... we|i|the|you|our\nsuppose|assuming\nhow ... would ... change if", unless="wrong|goes_wrong|breaks"),
        rule(2, "if|twice|instead|rather|double|half\nstill", "after_answer"),
        rule(-4, "where|which ... come|file|split|seed\nthanks\nexplain|translate\nplease ... what a"),
        rule(-6, "target|owner|source is", "after_question"),
    ),
    "evidence_lookup": (
        rule(
            6,
            """
            where|from_where|how ... number|figure|numbers|that|this|it|value|you|claim|estimate|<n> ... come*|from|take|have|get|got|derive*|calculat*|comput*
            which|what ... file|rows|split|seed|version|data|table|test|run|column*|period|dataset|model|sample ... did|have|was|were|is|are you|that|this|it|used|behind|measured|calculated|computed|the ... read|use|used|run|measure*|calculat*|comput*|take|based|for|from|behind|on
            you said|claimed|wrote|told|stated|mentioned|reported // which|where|how|what|when|who|show|prove|based|source|really
            your <n>|number|figure|claim|result|estimate
            on what|which basis|rows|data|evidence
            can not|unable_to reproduce|replicate|verify|find
            show|give|send|where|have|see|keep ... evidence|record|proof|source|log|protocol|raw_result|audit_trail|measurement|report|calculation|citation
            how sure|certain|confident|did_you ... are|measure|calculate|compute|get|arrive|you
            how many rows|samples|cases ... was|is|were|did|behind
            based on what
            i never told|said
            who|what says so
            prove it
            source ?
            are you sure
            did you make|invent|guess|really
            """,
        ),
        rule(3, "reproduc*|evidence|seed\nyou read|used|measured|calculated", "question"),
        rule(2, "", "after_answer"),
        rule(
            -5,
            """
            can i tell
            where ... should|do ... start|begin|cut
            translate|explain|understand*
            what if|without
            what ... number ... beat
            how|should ... i|we|would_you split|validate
            which data|rows go|goes
            scraped|licence|bought|found
            """,
        ),
    ),
    "more_data_or_better_model": (
        rule(
            6,
            """
            more|additional|extra data|labels|examples|samples|rows|history|images|annotations|records|labelled_data ... or|vs|versus|rather|help|better|instead|than|enough|worth|than
            data|labels|labelling|collecting|collect|annotat*|label|records|history ... or|vs|versus|than|rather ... model*|tun*|hyperparameter*|algorithm*|gpu|architecture|feature*|modelling|bigger|better
            model*|modelling|tuning|tune|algorithm|gpu|transformers|architecture|bigger_model|hyperparameter* ... or|vs|versus|half|than ... data|collect*|label*|annotat*|examples|hire
            how much|many ... data|rows|examples|labels|samples|images|history|recordings|annotations|photos|cases|events ... need*|enough|require*|necessary|sufficient|want|more|for|before
            is|are|would|will ... <n> ... enough|sufficient|too_few|too_little|plenty
            <n> ... enough ... or
            enough data|history|examples|rows|labels|samples|images
            learning curve*
            plateau*|saturat*|diminishing|still_climbing|flat ... data|rows|more|curve|samples
            buy|purchase|pay|spend|invest ... data|label*|annotat* ... or ... gpu|model*|engineer*|scientist
            label <n> more|extra
            would|does|will ... second|another|more|external ... records|data|source|site|year* ... help
            """,
        ),
        rule(2, "enough|collect*|label*|annotat*\nor|which|rather\nfix by"),
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
    ),
    "provide_information": (
        rule(6, "", "after_question", "statement"),
        rule(4, "", "after_question", unless="what if\nwhy ... ask|need|want\nwhat do you mean"),
        rule(
            5,
            """
            target|label|outcome|time_column|group|label_column column? is|=
            we|i licensed|own|collected|recorded|obtained ... from|with|contract|ourselves|ours|consent|licence
            data card attached
            explicitly|contractually covered|permitted|allowed
            <data> ... is|are ours|our_own|licensed|from_our|from_my|internal|exported_from|owned_by
            owner is
            collected with|under
            fyi|for_your_information|for_info|just_so_you_know|to_answer|you_asked
            here is|are the|my|our ... file|data|numbers|answer*|export|columns|label*|missing
            attached is|are
            the missing? ... is in|called
            """,
            "statement",
            unless="<want> ... model\ndo not know",
        ),
        rule(2, "no idea|do_not_know|about|roughly\nsorry for", "after_question"),
        rule(-5, "thank*|cheers|great|perfect", "short"),
    ),
    "greeting_or_thanks": (
        rule(
            6,
            """
            ^ hi|hello|hey|hallo|hiya|yo|greetings|moin|howdy|servus|salut|hola $
            ^ hi|hello|hey|hallo|hiya|yo ... there|you|again|everyone|team|all|engineer $
            good|gm morning|afternoon|evening|night|day
            thank|thanks|thx|thankyou|ty|tysm|danke|merci|gracias|cheers
            much|really|greatly appreciated
            appreciate it|that|your
            you are|saved|made ... best|star|legend|my ... day|friday|week|life|monday|lifesaver|hero
            perfect|great|awesome|brilliant|excellent|wonderful|lovely|super|nice ... exactly|needed|work|job|helped
            have a nice|good|great|pleasant|lovely
            wish you
            bye|goodbye|see_you|see_ya|ciao|tschüss|cya|take_care
            who are you $
            how are you
            happy|merry new|christmas|easter|weekend
            nice to meet
            that is all
            ^ perfect|great|awesome|super|cool|nice|brilliant|excellent|wonderful|ok|okay|fine|lovely $
            """,
        ),
        # Courtesy around a request is no greeting: what else is asked counts.
        rule(-4, "thx|thanks|thank_you|please $", "question"),
        rule(2, "", "short"),
        rule(-4, "?\ncan|could|would you\nplease\none more\nneed|want\n<data>|csv"),
    ),
    "out_of_scope": (
        rule(
            6,
            """
            weather in|tomorrow|today|like|forecast_for_tomorrow
            poem|haiku|joke|limerick|song|lyrics|riddle|fairy_tale|bedtime|birthday|horoscope|novel
            recipe*|cook|bake|lasagna|pasta|cake|dinner|lunch|breakfast|canteen|restaurant*|pizza|coffee|beer|wine
            printer|wifi|wi_fi|laptop|password_reset|reset_my|outlook|vpn|keyboard|mouse|headset|toner|projector|bluetooth
            div|css|html_page|website|wordpress|javascript|react|flexbox|landing_page
            book|reserve|find ... room|table|flight|hotel|taxi|train|ticket|appointment|desk
            meeting room
            photo shoot
            fashion|runway|catwalk|railway|photo model*
            movie|film|netflix|football|soccer|world_cup|champions_league|olympics|tennis|chess|music|playlist|game|guitar
            capital|president|chancellor|population of
            translate ... to|into|from german|french|spanish|english|italian|latin|polish|dutch
            vacation|holiday_request|holidays|salary|pay_rise|parking|payslip|sick_note|tax_return|taxes|mortgage|rent|landlord|visa|passport|insurance_for_my
            headache|doctor_for|diet|weight_loss|workout|marathon|gym|knee|cold_remedy|fever
            stock|bitcoin|crypto|shares|lottery should_i|buy|numbers|tip*|price_tomorrow|invest
            cat|dog|plant|garden|tomato*|bike|bicycle|washing_machine ... sick|eats|name|grow|water|repair|fix|wo_not
            gift|present ... for my
            what time|day is
            wrong chat|channel|number
            meaning of life
            cover letter|cv|resume
            directions|route to
            date|girlfriend|boyfriend|wedding|divorce
            excel ... pivot|vlookup|formula
            """,
        ),
        rule(-4, "<metric>|auc|dataset|classifier|csv|predict*|training|features|holdout|forecast_for|labels|drift|our_model|scores|confus*|model_card|deploy*"),
    ),
    "needs_language_model": (
        rule(
            6,
            """
            philosoph*|epistemic|ethic*
            derive|prove|proof ... gradient|formula|theorem|that|bound|loss|update|equation|why|the
            draft|write|compose|prepare|outline|polish|proofread|edit ... interview|questions|email|mail|blog|post|article|essay|paper|documentation|readme|job|ad|description|proposal|talk|slides|section|abstract|thesis|tutorial|function|script|code|policy|cv|runbook|paragraph|speech|course|curriculum|workshop|grant|test|tests
            interview questions
            critique|criticise|criticize|review|comment ... architecture|paper|essay|paragraph|thesis|design|code|pull_request|cv|proposal|argument
            argument holds
            paragraph|section|chapter of my
            architecture : ... $
            design ... feature_store|platform|from_scratch|mlops|architecture|pipeline_from|system_from|organisation|team|data_mesh
            how would you design|structure|organise|organize|architect|set_up_a_team
            difference between
            pros and cons
            compare ... mlflow|kubeflow|airflow|feast|sagemaker|vertex*|databricks|dagster|prefect|snowflake|kafka|framework*|tools|vendors|pytorch|tensorflow|jax|libraries
            mlflow|kubeflow|airflow|feast|sagemaker|dagster|prefect|pytorch|tensorflow|jax|ray|triton|kafka|flink|kubernetes|terraform or|vs|versus|and
            summari*|summary of|this paper|article|literature|discussion|thread|book
            explain|how|what ... attention|backprop*|dropout|batch_norm*|variational|bayesian|kernel_trick|bias_variance|double_descent|vae|gan|diffusion work*|is|mechanism|intuition
            history of
            recommend|suggest ... book*|course*|paper*|reading|blog
            what do you think about|of ... future|agi|hype
            refactor|debug|port|rewrite ... code|function|script|class|notebook|query
            stack trace|traceback|segfault|importerror|cuda_error
            brainstorm|role_play|pretend|names_for|name_for|slogan
            regex|sql_query|python_function|bash
            career|job_offer|become_a|hire|hiring|team_structure
            step by step
            """,
            unless="target|roll_out|rollout",
        ),
        rule(-3, "our model ... dropped|fell"),
    ),
}
