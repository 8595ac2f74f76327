"""Rules about leaking columns, and columns that serving cannot have."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["LEAKAGE"]

LEAKAGE: Mapping[Intent, tuple[Rule, ...]] = {
    "leakage_question": (
        rule(
            6,
            """
            leak*
            too good to
            suspiciously|unbelievably|implausibly|insanely good|high|perfect|well
            knew|knows|contains|gives_away|encodes|reveals ... answer|outcome|future|label|
                target
            target|label|future ... leak*|information|contaminat*|in_the_features
            auc|auroc|accuracy|f1|r2|score|precision|recall|rmse|mae|result ...
                believable|credible|plausible|trustworthy|legit|genuine|for_real
            contaminat*|look_ahead|lookahead|peek*|data_snooping|cheating|cheats
            """,
        ),
        rule(
            4,
            """
            auc|auroc|accuracy|f1|r2|score|precision|recall|result|results|performance|we|
                it ... 0.99*|.99*|99*|100%|1.0|1.00|0.98*|98%|perfect
            0.99*|.99*|99*|100%|perfect ... auc|accuracy|f1|r2|score|precision|recall|
                prediction*
            split* ... after ... scaling|imputing|oversampling|smote|encoding|normali*|
                feature_selection
            scaled|imputed|normalised|normalized|standardised|encoded|oversampled|smote|
                scaling|imputing|feature_selection|selected|deduplicated|
                target_encoding ... before ... split*
            same|duplicate* patient|customer|person|user|machine|rows|id|images ... both|
                train ... sets|test|splits
            only ... filled|set|known|exists|written ... after ... event|outcome|cancel*|label|
                default
            cv|cross_validation|validation|train|training|local|public ... <n> ... test|hidden|
                private|leaderboard|competition <n>
            id|customer_id|row_number|index|row_id|filename|timestamp ... best|most_important|
                top|strongest|predictive|number_one feature|predictor|important
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
            believe|trust
            """,
        ),
        # A column that is written after the event, and a score nobody should have.
        rule(
            3,
            """
            as an? input|feature|predictor
            uses|using|used ... as
            """,
        ),
        rule(
            3,
            """
            predicts|predict|predicted|gets|reaches|has ... 9*%|100%|100_percent|99*_percent
            """,
        ),
        rule(
            -5,
            """
            on what|which basis
            record of
            claimed|you_said
            """,
        ),
        rule(
            -3,
            """
            run|go through|over
            drift
            without that column
            which|how split
            k fold by
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            too good|perfect|cheat*|suspicious*|unrealistic|unbelievable|impossible|incredible|
                hindsight|afterwards|future ... score|auc|accuracy|result*|model|metric|column|
                feature|information|data|f1|r2|to_be
            """,
        ),
        rule(
            3,
            """
            0.99*|.99*|99%|99.*|100%|0.98*|98%|r2_of_1|1.0|1.000 ... accuracy|auc|first|test|
                validation|holdout|wow|yay|correct|right
            accuracy|auc|f1|r2|recall|precision|score ... 0.99*|.99*|99%|99.*|100%|0.98*|98%|
                1.0|1.000
            """,
        ),
        rule(
            3,
            """
            column|feature|field|variable|flag ... answer|outcome|after|afterwards|target|
                label|result|hindsight|derived|computed|future|copy|proxy|same
            proxy for|of
            derived|calculated|computed ... from ... target|label|outcome
            """,
        ),
        rule(
            3,
            """
            same|identical|duplicate* ... train* ... test*|validation|holdout
            test ... in|from ... train*
            overlap* ... train*|test*|rows|both
            train*|test ... overlap*
            """,
        ),
        rule(
            2,
            """
            worried|suspicious|believe|trust|real|sceptical|skeptical|celebrate|catch|bug|
                mistake|wrong|crazy|legit|champagne
            """,
        ),
        rule(
            2,
            """
            importance|dominates|most_important|tops|explains_everything|alone|single_feature|
                one_feature|one_column|shap
            """,
        ),
        rule(
            -3,
            """
            production ... since|dropped
            nulls|missing
            split ... how
            """,
        ),
        rule(
            5,
            """
            oversampl*|smote|scal*|imput*|select*|encod*|normali* ... then|before|
                on_everything|on_all ... fold*|cv|split*|cross_validat*
            smells|looks|seems|feels funny|fishy|odd|suspicious|too_good
            gives|give away
            shows|show|appears|is|are up? in train* and test*|validation
            importance ... one|single|column|feature
            or is that cheating
            """,
            unless="nulls|test on <n>",
        ),
    ),
    "feature_availability": (
        rule(
            6,
            """
            at|during prediction|request|inference|serving|scoring|decision|call|booking|
                quote time
            known|available|exist*|filled|have|arrives|know|knows|see ... at|when|before|only|
                by ... prediction|request|scoring|inference|decision|the_time|score|serve|predict
            training serving|inference skew
            in training|warehouse|offline ... in prod*|serving|live|online|redis
            can|may|could|should|allowed|okay|ok|legal|fine <we>? ... use|feed|include|keep|
                take|put ... as|column|feature*|input|gender|age|postcode|zip|ethnicity|after|race|
                religion|nationality|variable|field|number
            actual|actuals|observed|real weather|values ... forecast*
            forecast* ... vs|versus|or|instead_of actual*
            <column> ... survive|not_exist|missing|not_available|unavailable|removed|
                discontinued|arrive*|delay*|late|lag|refresh*|updated ... at|in|when|from|live|
                production|request|later|the|only|after|nightly
            sensor*|column|field|feature ... will_be|be|gets|get removed|discontinued|
                switched_off|retired|dropped|replaced
            gender|race|ethnicity|religion|postcode|zip_code|nationality|age ... feature|into|
                as|use|price|model
            feature store ... late|stale
            only|not updated|refreshed|filled|entered|written|known|available|
                arrive* ... after|later|nightly|weekly|next|once|days|hours|month*|monday*
            """,
        ),
        rule(
            3,
            """
            after the|a|it ... lead|claim|case|order|event|call|cancel* ... came|closed|
                happened|starts|ended
            super|very|most|really predictive|strong
            can|may i use
            numbers differ
            which ... columns|features|fields ... can|survive|allowed|may|do_we_have|exist
            is it|this okay|ok|legal|allowed|fair to use|feed|include
            do i drop it
            """,
        ),
        rule(
            2,
            """
            <column>
            as a feature
            """,
        ),
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
        rule(
            -4,
            """
            explain|why did
            what if
            feature store from scratch
            design
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            prediction|inference|serving|request|scoring|decision|booking|call|quote|check_in|
                admission|order time|moment
            at ... time ... known|know|available|have|exist|yet|there
            known|available|exists|there|filled|have|arrives ... yet|before|beforehand|at|only|
                later|in_time|too_late|live|real_time|in_production|afterwards
            """,
        ),
        rule(
            2,
            """
            <column>|sensor*|weather|postcode|gender|age|zip*|race|nationality|religion|
                holiday*|gps|id
            """,
        ),
        rule(
            3,
            """
            use|using|include|feed|feeding|keep|add|take|drop|put|rely ... feature*|column*|
                field*|input*|variable*|predictor*|gender|age|postcode|zip*|weather|sensor*|race|
                nationality|religion|disability|salary|language
            feature*|column*|field*|sensor* ... allowed|legal|ok|okay|usable|available|missing|
                gone|late*|delay*|nightly|weekly|refresh*|survive|drop|removed|disappear*|
                unavailable|in_production|live|real_time
            """,
        ),
        rule(
            2,
            """
            only|not ... after|until|later|next_day|overnight|nightly|weekly|following|end_of
            late|delayed|hours|days|weeks|minutes later|after|old|delay|late|behind
            lag*|latency|fresh*|stale|batch|nightly
            """,
        ),
        rule(
            3,
            """
            training|offline|notebook|warehouse|pandas ... production|online|serving|live|api|
                app|redis ... differ*|other|mismatch|not_match|not_same|different*|slightly|java|sql
            skew
            """,
        ),
        rule(
            -5,
            """
            leak*|too_good
            psi|drift*
            licen*|scrap*|consent|bought
            <metric> ... <drop>
            <deep>|<llm>
            nulls|duplicates|mixed|typos
            explain|why ... flagged|rejected
            from_scratch
            what if
            monitor*|alert*
            retrain*
            source
            most ... since
            """,
        ),
        rule(
            4,
            """
            notebook|pandas|training|python ... service|java|api|app|production|
                serving ... fills|computes|rounds|uses|different*|with|zero|gives
            value|values from|of today|now ... old|every|past|historical
            refresh* monthly|weekly|nightly|daily|yearly|only
            fill*|impute* ... median|mean ... service|api|production
            """,
        ),
    ),
}
