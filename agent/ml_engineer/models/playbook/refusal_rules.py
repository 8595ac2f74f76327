"""The playbook's rules for what is refused: they must not miss, and must not fire on what is fine.

Each of the four has look-alikes: a release with monitoring, an A/B test after a sound evaluation,
licensed data, an estimate of pipeline work. Their phrases stand in the negative rules.
"""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.intent_rules import Intent, Rule, rule

__all__ = ["REFUSAL_RULES"]

REFUSAL_RULES: Mapping[Intent, tuple[Rule, ...]] = {
    "deploy_without_monitoring": (
        rule(
            7,
            """
            <ship>|live|release|go|production // without ... <monitoronly>
            <ship>|live|release|go // no <monitor>
            <skip> ... <monitor>
            <monitoronly>|alerts ... <postpone>|<worthless>
            <postpone> ... <monitor>
            add|bolt|build|do|set|install|worry|think ... <monitor> ... <postpone>
            <postpone>|<worthless> ... add|bolt|do|install ... <monitor>
            monitoring|alerts|dashboards ... not ... budget|need*|necessary|worth|required|have_time|time_for|now|yet_but
            no|not money|budget|time|capacity|people|resources|need|appetite for|to ... <monitor>
            do|does|must|is|are|why|what ... really ... <monitoronly>|alerts|monitored
            do|does|why|must we|it|i ... need|bother|care|want ... all? ... <monitoronly>
            <monitoronly> ... really necessary|needed|required
            monitoring ... overkill|can_wait|is_overkill|optional|notapplicable|unnecessary|no_sense
            <monitoronly>|alerts nobody|no_one reads|looks|watches|checks|uses
            nobody|no_one reads|looks|watches|checks|uses ... <monitor>|channel|them|it
            that|this|they|users|customers|support is|are|will_be our|the|my|enough ... monitoring
            switch|turn off ... <monitor>
            remove|disable|mute|delete|cut|kill|forget|ditch ... <monitor>
            no need ... to ... monitor|watch
            hence|so|therefore|thus no monitoring|alerts|drift
            tick|mark|write|put ... monitoring ... notapplicable|done|no
            monitoring : notapplicable|none|no
            rather than ... monitoring
            """,
            unless="""
            not|never|refuse|must_not|nobody|without_it ... <ship>|live ... without ... monitor*
            with full|complete|proper|basic ... monitoring
            what if i|we add
            too many ... alerts
            is|are|be|would_be dangerous|risky|bad ... without monitoring
            what ... happen* ... without monitoring
            """,
        ),
        rule(
            5,
            """
            customers|users|clients|people|support|they|someone|nurses|drivers|staff will|would|can|are_going_to call|complain|tell|shout|scream|notice|let_us|report|email|write
            if it|something|anything breaks|fails|goes_wrong|is_wrong|drifts ... call|tell|complain|notice|hear|fix|see|know|shout
            stop adding|with requirements|the|all
            watch|look_at|build ... graphs|dashboards|charts ... own_time|later|after
            does not|never|do_not|can_not|will_not change|drift ... <monitor>|release|ship|so|hence|why|deploy
            nothing|never|not changes|change|drifts|drift ... here|ever|anyway
            fire and forget
            set it and forget
            retrain* every|each|nightly|daily|weekly ... monitor*|so|therefore|not|no
            ran|runs|running|been <n>? ... years without ... problem|incident|monitoring|dashboards|alerts
            fix|repair|patch it ... when|if ... breaks|complain*
            """,
            unless="evaluation|academic|offline|test_set|holdout",
        ),
        rule(2, "<ship>|live\njust|anyway|proceed|simply|please\nsmall|internal|static|tiny|only\nwe can ... later"),
        rule(-3, "evaluation ... academic|waste\ntoo many\nwhat|which|how ... watch|monitor|signals"),
        # "No monitoring yet" in a list of facts belongs to a review, not to a wish.
        rule(-5, "review|look_over|assess|opinion ... model|report|please\nno monitoring yet\nanything ... block"),
        rule(-4, "without monitoring|alerts ... what|risk*|how ... missing|bad"),
    ),
    "skip_offline_evaluation": (
        rule(
            7,
            """
            test|try|evaluate|validate|check|debug|see|measure|find_out|learn|verify ... it|this|them|how|directly|straight|right ... in|on|with ... prod|production|live|real_users|real_customers|real_traffic
            test|testing|evaluate|validate|try|learn in|on|with prod|production|live|real_users|real_customers|live_traffic
            <skip> ... <evaluation>
            <evaluation> ... <worthless>|<postpone>|never_match*|not_match|not_matter|dead
            straight|directly|right|direct to|into|on ... live|prod*|abtest|experiment|users|customers|traffic
            just abtest
            abtest ... is|as|only|real|best|enough|instead|replaces|anyway|all ... evaluation|test|proof|only|need|offline|holdout
            no|not time|patience|budget|need|point|reason|use for|to|in|of ... <evaluation>|evaluate|validate|test
            no|without|zero|not_have|not_need|any <evaluation>
            go|do|train|live|ship|deploy|release|launch ... without|no ... <evaluation>|test|testing
            instead of|rather_than ... <evaluation>
            why ... would|should|do|bother|waste|need|even ... split*|<evaluation>|hold_out|test
            fix in prod
            evaluation|offline|holdout|test_set|backtest ... by|with|in users|the_users|customers|production|abtest
            let ... decide|loose|run|score|act ... on|in real|live|actual
            let ... users|customers|reality|market|production|the_field|patients ... decide|judge|tell|test|be
            use|train|fit|take ... all|everything|100% ... rows|data|examples|it|them ... training|train|no|and|look|then|without
            training loss|accuracy|error|score ... proof|enough|all|suffices
            all the proof|evidence|validation
            users|customers|market|reality|production|live|field will|would|can ... be ... test|judge|evaluation|tell|holdout|proof
            only|real test|evaluation|validation|proof ... counts|matters|is ... production|live|users|market|customers|abtest
            """,
            unless="""
            holdout|evaluation|offline ... fine|signed|passed|done|finished|good|green|ok|approved|complete|looks
            after ... offline|holdout|evaluation ... passed|done|signed
            not|never|must_not|refuse|do_not_want skip|without ... <evaluation>
            baseline
            loocv|repeated_cv|k_fold
            without ... monitoring
            """,
        ),
        rule(
            4,
            """
            ship it|deploy|release|launch|go_live|push ... and|then|& ... measure|see|look|watch|learn|find_out|check|test
            we|you|i|then ... look|see|find_out|learn|check|notice ... in|on production|prod|live|real
            <n> of traffic ... today|now|right_away|immediately|tonight
            users|customers|they|people will ... tell ... us|if|whether
            move fast|break_things|startup
            experiment slot
            guinea pig*
            and|then see|watch|look who|what|if|whether ... default*|happens|complain*|works|buy|sticks
            no labelled|labels|history ... so|therefore|propose|let|just
            """,
        ),
        rule(2, "prod|production|live|users|traffic|experiment|abtest\njust|straight|directly|anyway\noffline|evaluation|holdout|test\npush the model"),
        rule(-4, "monitor*|alert*|dashboards\nhow big|long|many ... $\nshadow\nwhat can we expect\ndrift\nwhich|what split|metric\nis|was <n> ... in_production|in_prod|live"),
        rule(-5, "<metric>|did|was ... offline|holdout // in_production|in_prod|live\nhow ... split|validate|divide\ntune on the test"),
    ),
    "unknown_provenance": (
        rule(
            7,
            """
            scrap*|crawl*|spider*|harvest*
            no|not|without|missing|unclear|unknown|expired|dubious ... licen*|consent|permission|rights|provenance|source|agreement|dpa
            licen*|consent|provenance|origin|rights|copyright ... unknown|unclear|not|nobody|no_idea|missing|expired|says|allow*|cover*|grey|only|none
            leaked|stolen|hacked|breach*|darknet|dark_web|telegram|torrent*|pirated|smuggled|ripped
            nobody|no_one|none|not ... knows|know|remember*|explain|sure|sure_of|tell ... where|who|origin|comes|came|from|it|source|how ... came|comes|from|is|made|collected|it
            no idea where|who|how|whose
            can nobody|not explain
            found ... <data>|folder|disk|drive|usb|stick|bucket|dump|archive ... on|in|under|online|share|old|github|forum|reddit
            bought|purchased|buy|sells|sold|selling|acquired|got|broker|paid ... <data>|list|records|pings|profiles|transactions|addresses|contacts|from|broker|vendor|agency|guy|<n>
            former|previous|ex|old|last employer|company|job|firm|client ... <data>|list|copy|records
            competitor* <data>|prices|customer|list|internal
            gdpr|dsgvo|hipaa|terms_of_service|tos|copyright*|privacy_policy|data_protection
            may|can|could|allowed ... use|train ... without|kaggle|licen*|commercial*|consent|patient*|private|personal
            commercial use
            still have|has|keep|kept|got a|the copy
            without ... asking|telling|knowledge|permission|informing|consent
            consent form
            they|vendor|he|she|broker|seller ... say*|claim*|swear* ... anonym*|clean|legal|fine|public
            downloaded|grabbed|copied|pulled|lifted|exported ... from|off ... forum|web|internet|site|website*|portal|account|google|reddit|facebook|instagram|linkedin|twitter|x|youtube|someone|competitor|github|huggingface
            copies|copy|download* all the? ... prices|data|records|profiles|customers
            mystery|mysterious|anonymous|unlabelled ... file|csv|source|donor|usb|hard_drive|folder
            """,
            unless="""
            we licensed
            explicitly covered
            data card attached
            which file did you
            where ... number|figure ... from
            on what ground
            you said
            in the shower
            """,
        ),
        rule(4, "where ... data|file|dataset|it|these came|comes|from\nperfect for\nkeep|use it ?\nlinkedin|facebook|instagram|tinder|reddit\nwimp|does_it_matter|who_cares|nobody_will_notice|grey_area|gray_area\nprivate messages|chats|photos"),
        rule(2, "improves|doubled|boost|huge|great\ncan|may|could|should we|i ... train|use\nkaggle|vendor|broker|dump\nsolve"),
        rule(-6, "", "after_answer"),
        rule(-5, "ai ready\nexported from sap|our\nour own ... system|billing|database\nowner is|of\nwith|signed ... consent|agreement|licence|contract\ncan not|not reproduce", unless="not ... consent|licence"),
        rule(-4, "<ship> ... monitor*\nhelp more than|tuning\ndrift|psi\ninstead of training anything"),
    ),
    "promise_timeline": (
        rule(
            7,
            """
            when ... will|do|does|can|could|would|are|is|should ... <reach> ... <n>|<metric>|target|human|goal
            when ... <metric> ... <reach>|<n>|be
            how long|many_days|many_weeks|many_sprints|many_months|much_time|soon|fast|quick* ... until|till|to|for|before|get|reach|bring|take*|need ... <n>|<metric>|good|better|perfect|human
            by|until|before <date>|the|end ... <n>|<metric>
            <metric>|error|<n> ... <reach>|under|over|above|of|to|at|below|from ... by|until|before|in|within|till <date>|end|release|the|<n>|tonight|next
            promise*|guarantee*|commit*|assure|pledge|swear|sla ... <n>|<metric>|<date>|zero|me|us|that|number
            <n>|<metric> ... promise*|guarantee*|commit*|assur*|in_writing|contract*
            do|will|can|would|could we|you|it ... <reach>|get_to|be_at|have <n> ... <by>|by|in|within|until
            give|tell|name|need|want ... me|us|a|the|an quarter|date|month|week|day|deadline|sprint ... when|until|for|by|we|it
            which|what quarter|month|week|date|sprint ... <reach>|we|will|does
            when does|will|do it stop|finally|be being|good|better|ready_to_beat
            what|which accuracy|precision|recall|auc|number|performance|figure can|may|should|do|could i|we tell|promise|write|put|give|quote|commit|guarantee
            double|triple|more|<n>_more ... team|people|engineers|budget|gpus // <n>|<metric> ... by|until|in
            estimate|plan|roadmap ... time|long|weeks|date ... <reach>|bring|improve|raise|lift|increase ... <n>|<metric>|from
            bring|raise|lift|increase|improve|push|get ... <metric>|it ... from <n> to <n>
            how many ... iterations|experiments|sprints|weeks ... <n>|until
            """,
            unless="""
            went|fell|dropped|was|came from <n>
            <metric> ... <drop> ... from
            since ... <month>|<season>
            in production|prod by <date>
            what ... expect
            is|are <metric> ... better
            how many ... rows|labels|examples|images|data|samples
            how long ... deploy*|deployment|pipeline|integration|labelling|labeling
            label|annotate|endpoint|pipeline|migration
            random ... split
            capacity|missed|false_alarm
            """,
        ),
        rule(
            3,
            """
            promise*|guarantee*|commitment|in_writing
            we are|at|been at <n>
            overtake|catch_up|beat ... competitor*|human*|them
            insist*|contract|roadmap
            by|until|before <date>|release|end
            """,
            unless="ours|data_card|licensed",
        ),
        rule(2, "when|how_long\n<metric>\n<n>\n<n> percent"),
        # Work on pipelines can be estimated: that is production_by_date.
        rule(-5, "<ship>|live|endpoint|production|prod|deployment|running ... by|until|before|take|once|on <date>\n<date> ... live|running|production\nhow long ... deploy*|deployment|endpoint"),
        rule(-4, "holdout|test_set ... done|was\nretrain ? on\nthreshold*|cut\nwhere ... come\ncsv|split\nbaseline\nexperiment|abtest\nnull*"),
        rule(-4, "", "after_answer"),
        rule(-6, "", "after_question"),
    ),
}
