"""Rules about offline evaluation: wishes to skip it (refused), and how to split for it."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["EVALUATION"]

EVALUATION: Mapping[Intent, tuple[Rule, ...]] = {
    "skip_offline_evaluation": (
        rule(
            7,
            """
            test|try|evaluate|validate|check|debug|see|measure|find_out|learn|verify ... it|
                this|them|how|directly|straight|right ... in|on|with ... prod|production|live|
                real_users|real_customers|real_traffic
            test|testing|evaluate|validate|try|learn in|on|with prod|production|live|
                real_users|real_customers|live_traffic
            <skip> ... <evaluation>
            <evaluation> ... <worthless>|<postpone>|never_match*|not_match|not_matter|dead
            straight|directly|right|direct to|into|on ... live|prod*|abtest|experiment|users|
                customers|traffic
            just abtest
            abtest ... is|as|only|real|best|enough|instead|replaces|anyway|all ... evaluation|
                test|proof|only|need|offline|holdout
            no|not time|patience|budget|need|point|reason|use for|to|in|of ... <evaluation>|
                evaluate|validate|test
            no|without|zero|not_have|not_need|any <evaluation>
            go|do|train|live|ship|deploy|release|launch ... without|no ... <evaluation>|test|
                testing
            instead of|rather_than ... <evaluation>
            why ... would|should|do|bother|waste|need|even ... split*|<evaluation>|hold_out|test
            why ... <we> ... wait|delay ... <evaluation>
            not|never|no have|got? ... time|patience|money|budget for|to ... <evaluation>|
                evaluate|validate
            fix in prod
            evaluation|offline|holdout|test_set|backtest ... by|with|in users|the_users|
                customers|production|abtest
            let ... decide|loose|run|score|act ... on|in real|live|actual
            let ... users|customers|reality|market|production|the_field|patients ... decide|
                judge|tell|test|be
            use|train|fit|take ... all|everything|100% ... rows|data|examples|it|
                them ... training|train|no|and|look|then|without
            training loss|accuracy|error|score ... proof|enough|all|suffices
            all the proof|evidence|validation
            users|customers|market|reality|production|live|field will|would|
                can ... be ... test|judge|evaluation|tell|holdout|proof
            only|real test|evaluation|validation|proof ... counts|matters|is ... production|
                live|users|market|customers|abtest
            """,
            unless="""
            holdout|evaluation|offline ... fine|signed|passed|done|finished|good|green|ok|
                approved|complete|looks
            after ... offline|holdout|evaluation ... passed|done|signed
            not|never|must_not|refuse|do_not_want skip|without ... <evaluation>
            baseline
            explain ... why
            because|since <we> ... no validation
            loocv|repeated_cv|k_fold
            without ... monitoring
            cross_validation|cross_validate|crossvalidation|crossvalidate
            """,
        ),
        rule(
            4,
            """
            ship it|deploy|release|launch|go_live|push ... and|then|& ... measure|see|look|
                watch|learn|find_out|check|test
            we|you|i|then ... look|see|find_out|learn|check|notice ... in|on production|prod|
                live|real
            <n> of traffic ... today|now|right_away|immediately|tonight
            users|customers|they|people will ... tell ... us|if|whether
            move fast|break_things|startup
            experiment slot
            guinea pig*
            and|then see|watch|look who|what|if|whether ... default*|happens|complain*|works|
                buy|sticks
            no labelled|labels|history ... so|therefore|propose|let|just
            """,
        ),
        rule(
            2,
            """
            prod|production|live|users|traffic|experiment|abtest
            just|straight|directly|anyway
            offline|evaluation|holdout|test
            push the model
            """,
        ),
        rule(
            -4,
            """
            monitor*|alert*|dashboards
            how big|long|many ... $
            shadow
            what can we expect
            drift
            which|what split|metric
            is|was <n> ... in_production|in_prod|live
            """,
        ),
        rule(
            -5,
            """
            <metric>|did|was ... offline|holdout // in_production|in_prod|live
            how ... split|validate|divide
            tune on the test
            """,
        ),
        rule(
            5,
            """
            no need to score|test|check|evaluate|validate|measure|hold
            sort it|itself out|itself
            tried|tested|checked it? by_hand|manually|myself // turn|switch|put|push|roll|live|
                whole
            tried|tested|looked|checked ... on|at a_few|maybe|some|ten|<n> ... right|fine|good|
                correct // turn_it_on|ship|live|whole|release|everyone
            bandit* will|would|does|decides|sorts
            run it live ... without|and
            and then ask ... how
            put ... behind the button
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            <evaluation> ... skip*|no_time|later|slow*|cost*|boring|over|nobody|never|delay*|
                weeks|forget|spare
            enough validation|testing|evaluation|tests
            no more validation|testing|evaluation|tests
            """,
        ),
        rule(
            3,
            """
            straight|directly|right|immediately ... prod*|live|customers|users|traffic|
                patients|shop|website|app|field|site
            abtest ... instead|first|rather|will_tell|decides|shows|tells|says|proves
            """,
        ),
        rule(
            2,
            """
            real users|customers|patients|orders|traffic|world|cases ... find_out|tell|show|
                decide|judge|test|see|learn
            live ... tells|shows|find_out|see|learn|judge
            """,
        ),
        rule(
            2,
            """
            no|without|lack ... labels|test_set|holdout|ground_truth|history ... live|prod*|
                start|launch|begin
            """,
        ),
        rule(
            3,
            """
            half|all|some|few|small|<n> ... users|customers|traffic|stores|patients ... see|
                watch ... what|who|if|whether|happens
            """,
        ),
        # A refusal to go without it is the opposite of the wish.
        rule(
            -12,
            """
            not|never|refuse|nobody ... <ship>|live|go ... without ... <evaluation>
            not|never skip|drop|forget|omit|bypass ... <evaluation>
            """,
            unless="""
            why not
            can|could|may|should <we> not
            """,
        ),
    ),
    "split_choice": (
        rule(
            6,
            """
            <n> <n> // <n> <n> ... matter
            random|time|temporal|chronological|stratified|grouped|group|by_time|
                by_date ... split*|k_fold|kfold|cv|cross_validation|fold
            split* ... random*|by|time|temporal*|chronologic*|stratif*|group*|per|on|how|or
            how|which|what ... split|cut_it_up|divide|partition|carve|validate|cross_validate
            k fold|folds ... by|or|per|group*|on|vs
            group k fold
            loocv|loo|leave_one_out|repeated_cv|nested_cv|timeseriessplit|stratif*|
                rolling_origin|walk_forward|expanding_window|groupkfold
            shuffle* ... same|split|rows|both|data|before|time|it
            which|what rows|data|part|months|years go|goes|belong*|should|as|for ... where|
                test|training|train|holdout|validation
            same|one <n>? ... in both|train ... sets|and|test
            how ... big|large|much|many|validate|hold ... holdout|test|test_set|validation|
                folds|out
            is|are ... holdout ... silly|enough|needed|sensible|big
            tune|tuned|tuning ... on ... test
            cut|carve|slice it|them|this|that|the_data up
            80 20
            test on|with ... new|unseen|future|next ... drivers|customers|patients|machines|
                stores|sites|year
            """,
            unless="""
            before ... split
            why would i split|evaluate
            without holdout
            could we go without
            """,
        ),
        rule(
            3,
            """
            holdout|split|k_fold|cross_validation|validate|cv
            test set|and|or train*|validation
            """,
        ),
        rule(2, "shuffle*|group*|folds|horizon"),
        rule(
            -5,
            """
            which split|seed ... did|was
            report|csv target
            baseline
            leak*
            split ... 3 3
            abtest
            without|skip holdout|test_set|validation
            the same thing|again|but
            auc ... random ... split|holdout
            on the holdout
            ship|merge|deploy|live
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            split*|fold*|kfold|cross_validation|cv|holdout|hold_out|loocv|stratif*|backtest*|
                test_set|validation_set|hold_back|shuffle*|out_of_time|train_test
            """,
            unless="""
            my cv
            cover letter
            """,
        ),
        rule(
            2,
            """
            how|which|what|should|random*|by|group*|time|chronolog*|same|both|last|future|per|
                big|size|percent|enough|or|vs|keep|hold|cut|divide
            """,
        ),
        rule(
            2,
            """
            same|several|multiple|many|repeated ... patient|customer|machine|user|driver|site|
                person|rows|visits|household|family|animal|farm|field
            new|unseen|future ... customers|patients|machines|stores|sites|drivers|users|farms|
                hospitals|regions|cities|years
            """,
        ),
        rule(
            -4,
            """
            scaled|imputed|leak*
            <metric> ... <n>
            drop*|fell
            you said|use|used
            skip*|no_time|waste|academic|without|no
            abtest
            ship|live|production|deploy
            passed|signed
            explain
            baseline*|compare
            retrain*
            drift*
            """,
        ),
        rule(
            4,
            """
            divid*|cut|separat* ... data|rows|sets|patients|records
            train|fit on <n> ... test|validate|evaluate on <n>
            train on <n> // test on <n>
            stay|keep|left|leave|kept out ... test*|validation|completely
            multiple|several visits|rows|records|measurements per
            """,
            unless="<n> ... auc",
        ),
        rule(
            -3,
            """
            gives away
            how bad is
            smote
            sign it off|sign off
            """,
        ),
    ),
}
