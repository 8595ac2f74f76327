"""Rules about what got worse, and what shifted."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["DECAY"]

DECAY: Mapping[Intent, tuple[Rule, ...]] = {
    "performance_dropped": (
        rule(
            5,
            """
            <metric>|model|models|forecast|forecasts|predictions|classifier|recommender|
                quality|agreement|results|performance|hit_rate|scores|scoring|detector|
                system ... <drop>
            <metric>|model|models|forecast|forecasts|predictions|recommender|quality|results|
                scores|score|detector|system ... is|are|seems|seem|looks|look|feels|
                got ... <bad> ... since|after|lately|now|suddenly|every|this|again
            got|gets|getting|become|became|becomes|went|gone ... worse|bad|useless|random|
                unreliable|south|downhill
            <metric> ... went|gone|fell|dropped|moved|came|from ... <n> ... to ... <n>
            from <n> ... to|down <n> ... since|after|in|last|over|within
            used to be|have|get|work|catch|agree ... now
            was|were|worked|ran fine|good|great|perfect|ok|okay|accurate|spot_on ... until|
                then|now|but
            was|were fine|good|great|perfect|ok ... until
            stopped|stop|no_longer|not work*|catching|finding|detecting|making_sense
            great|good|perfect|fine|<n> offline|in_the_lab|in_test|in_testing|on_the_holdout|
                in_the_pilot // production|live|prod|reality|field
            offline|pilot|test|holdout|lab|testing // <n> // in_production|in_prod|live|
                in_the_field // <n>
            <n>|percent|points ... lower|below|worse ... than ... holdout|test|validation|
                pilot|before
            in ... pilot|test|holdout|validation|testing it was <n>
            before ... <n> ... now <n>
            last|previous <unit> ... <n> // now|today|this ... <n>
            off|wrong by <n>
            over|under ordering|order*|estimat*|predict*|forecast* ... every|each|since|now|
                again
            """,
        ),
        rule(
            3,
            """
            <drop> ... since|after|overnight|suddenly|this_week|lately|last_week|last_month|
                recently
            since|after ... update|upgrade|migration|switch*|moved|relaunch|new_version|
                new_crm|rollout|release|retrain*|<month>|<season> ... <drop>|wrong|nobody|complain*
            nobody|no_one|not touched|changed ... it|anything|weights|code|model
            complaints|complain ... doubled|tripled|more|rising|since
            clicks|sales|conversions|conversion|bookings|revenue|margin|hits down|drop*|fell|
                fall|are_down <n>?
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
        rule(
            -4,
            """
            how ... set|alert|monitor|notice
            what if|suppose
            what|when should ... retrain
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            <metric>|ctr|conversion*|clicks|sales|accuracy|hit|approval*|error*|mae|agreement|
                scores|forecast*|predictions|model|complaints|rejections|alarms|overrides|
                overstock|waste ... <drop>|doubled|tripled|exploded|jumped|spiked|skyrocket*|
                shot_up|rising|rose|climbed|soared
            """,
        ),
        rule(
            2,
            """
            since|after|suddenly|overnight|lately|recently|these_days|any_more|anymore|
                no_longer|used_to|stopped|ever_since|last_week|last_month|this_week|this_month|
                for_weeks|until
            """,
        ),
        rule(
            2,
            """
            <bad>|stupid|worse|complain*|nonsense|wrong|misses|fails|failing|misroute*|
                sends_everything|flags_everything|finds_nothing|predicts_everything|rejecting|worst
            """,
        ),
        rule(
            2,
            """
            model|forecast*|classifier|predictions|recommender|it|detector|scores|scoring|
                system|algorithm|ranking|engine|routing|triage|estimates ... is|are|was|were|has|
                have|keeps|sends|says|predicts|gives|misses|flags|finds|fails|recommends|suggests|
                seems|got|shows|puts|rejects|went|became
            """,
        ),
        rule(
            2,
            """
            what happened|changed|broke
            why|what ... suddenly|now|happen*|wrong|going_on
            broken ?
            was|were|had|used_to ... <n> // now|today
            before // now
            """,
        ),
        rule(
            3,
            """
            <metric> <n> to|now|then <n>
            <metric> ... from <n> to <n>
            """,
        ),
        rule(
            3,
            """
            <n>|percent lower|worse|fewer|more_errors|off than|of
            half ... of what|as_good|what_it
            twice|double|three_times|<n>_times as|the|more ... errors|complaints|false|wrong|
                missed|bad
            used to
            """,
        ),
        rule(
            -3,
            """
            if it|something|model|anything ... <bad>|breaks
            <monitor>
            what if
            users|customers will complain
            split|folds
            """,
        ),
        rule(
            4,
            """
            at launch|go_live|first|start ... <n>
            lets|let through|pass ... more|everything|way|too
            more|fewer|less than in|last|before <date>|week|month|year
            doubled|tripled|halved
            warn|error|alert eval_job|job
            """,
        ),
        rule(-4, "why did the? model|it ... <n>"),
    ),
    "drift_question": (
        rule(
            6,
            """
            drift*|drifting|drifted
            psi|population_stability|kolmogorov|ks_test|wasserstein|covariate_shift|data_shift|
                jensen|divergence
            distribution* ... other|change*|shift*|differ*|same|moved|new|still
            other|different|changed|shifted|new|same distribution*
            <column> ... moved|shifted|changed|differ*|drifted ... most|since|between|from
            what|which ... moved|shifted|changed ... most|since|between|training
            <data>|inputs|features|population|customers|mix|input|clientele|traffic ... shift*|
                changed|changing|differ|different ... from|since|than|between|compared
            """,
        ),
        rule(
            4,
            """
            compare|comparison|difference|differences|differ ... <season> ... <season>
            compare|difference|differences|differ ... <month> ... <month>
            compare|comparison|difference|differences|differ ... two|both|old|new|last|this|
                input*|feature*|train*|current ... export*|file*|batch*|month*|year*|data*|column*|
                feature*|input*|<season>
            share|proportion|rate|percentage|prevalence|mean|average ... of? ... went|rose|
                grew|doubled|moved|changed|fell|jumped ... from|to|by|since
            look|looks|still|does|is ... like|similar|same|comparable ... training|train_set|
                old_data|last_year
            do|does|is|are ... still represent*|resemble|match|similar ... training|train|today
            training|train ... vs|versus|and|against ... live|production|serving|current|today|
                now
            """,
        ),
        rule(
            2,
            """
            since training|last_training
            from <n> to <n>
            label*ers|annotators trigger
            old|last ... new|this
            """,
        ),
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
        rule(
            -3,
            """
            in prod* from numbers differ
            in training ... in prod|serving|production
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            drift*|shift*|psi|distribution*|covariate|population_changed|divergence|histogram*
            """,
        ),
        rule(
            2,
            """
            compare|comparison|differ*|changed|change|moved|same|similar|other|different|vs|
                versus|unlike|resemble*|still|new
            """,
        ),
        rule(
            2,
            """
            since|between|training|train|before|last|two|both|old|new|older|newer|then|year|
                earlier|winter|summer|<month>|<season> ... data|files|exports|customers|population|
                inputs|features|columns|readings|months|batches|mix|sample|period|and|vs|versus|
                patients|distribution*|export|batch
            new|current|this ... vs|versus|than|from|to|with ... old|training|last|previous|
                train
            """,
        ),
        rule(
            -4,
            """
            alert*|monitor*|no_drift|dashboard*
            <metric> ... <drop>
            split
            difference between
            scores|complain*
            holdout|baseline
            add|more data
            if
            """,
        ),
        rule(-3, "warning|critical"),
        rule(
            4,
            """
            still the|like ... trained|training|ones|same|train
            blank|empty|missing ... more|often|lot ... after|since|than|before
            before after <date>
            seasonal ... or ... change|real
            quantify|measure ... change|difference|shift
            """,
        ),
    ),
}
