"""Rules about releases: whether, and how."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["RELEASE"]

RELEASE: Mapping[Intent, tuple[Rule, ...]] = {
    "can_we_ship": (
        rule(
            5,
            """
            can|could|may|should|shall|do|would we|i|you|this|it|the|that ... <ship>|approve|
                merge|wave|sign
            can|could|may|should|shall we|i put|bring|take|push ... live|production|prod
            can|could|may|should it|this|that|the|our|be ... go|be ... live|used|deployed|
                shipped|released|out
            ready|fit|mature|safe|fine for|to|enough|yet ... <live>|<ship>|launch|customers|
                release|use|go|real_users|clinical|the_field|deployment
            is|are it|this|that|the|our|my ... ready|good_enough|production_ready|safe ... $
            good enough|sufficient to|for ... <ship>|use|<live>|release|real|customers|pilot|
                launch
            enough|sufficient|reason ... justify|for|to a|release|launch|ship|switch|deploy
            go no go
            go or no
            ship or|it_or not|no|wait|hold
            yes or no|not ... reasons
            tell me|us yes_or_no|go
            sign off|sign_it_off|signoff|signing_off
            green light|greenlight|thumbs_up|approve|approval|wave ... through
            anything|something|what|still ... block* ... on|it|us|release
            what ... missing|blocks|stands|left|lacking|stopping|keeping|keeps|
                holds ... before|until|between|from|to|us ... <ship>|<live>|customers|release|
                launch|go
            would you|u bet|trust|sign|dare|stake|let|release|deploy|ship|approve
            before i|we merge|release|sign|deploy|launch|ship
            <want>|wants|they|boss to <shipverb> ... today|now
            second pair|opinion|set of_eyes
            review|assess|judge|check|evaluate|look_over|look_at ... my|our|the|
                this ... <artefact>|model ... before|please|ready|for
            release|launch|deployment|production|acceptance|go_live|ship readiness|decision|
                review|criteria|check|gate|recommendation
            may|can|could|should ... be used on|in|for|by
            verdict|opinion ... on|about ... our|my|this|the ... model|score|classifier|forecast
            what can we expect
            """,
            unless="""
            <by> <date>
            without ... <monitoronly>
            without ... <evaluation>
            """,
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
        # Words that make the topic likely where no telling phrase was found.
        rule(
            2,
            """
            <ship>|live|production|launch|customers|users|real|release|rollout|go|merge|
                out_there|field|in_use|operation|trust|ward|clinic|shop_floor|approve|sign
            """,
        ),
        rule(
            2,
            """
            ready|good_enough|safe|enough|sufficient|ok|okay|fine|fit|comfortable|responsible|
                acceptable|justif*|defensible|missing|block*|left|stops|objection*|veto|yes_or_no|
                go_ahead|verdict|decision|convinced|confident|finished|done|through|honest|opinion|
                bet
            """,
        ),
        rule(
            2,
            """
            can|could|may|should|shall|would|is|are|do|will|does|what|anything ... <we>|it|
                this|the|that|our|my|model|you|else|still
            """,
            "question",
        ),
        rule(
            2,
            """
            review*|assess|judge|sign_off|look_over|check|second_opinion|pre_mortem|checklist|
                acceptance|criteria|report|model_card
            """,
        ),
        rule(
            2,
            """
            <metric> ... <n>|naive|baseline
            beats|beat|passed|signed|tested|evaluated|validated
            """,
        ),
        rule(
            -5,
            """
            by|until|before|next ... <date>
            how long
            data|dataset|file ready|ok|clean|enough|usable
            without ... <monitoronly>|<evaluation>
            <n> labels|rows
            how|which|what ... threshold*|split*|metric*|monitor*|retrain*
            leak*|drift*|psi
            <deep>|<llm>
            since|dropped|fell|worse
            licen*|scrap*|consent|kaggle
            what if
            stay|postcode|gender
            at prediction|request|inference time
            feature*|column*
            """,
        ),
        rule(
            -4,
            """
            canary|shadow|abtest|pilot|rollback|percent_of|traffic
            as a feature
            more data
            """,
        ),
        rule(
            4,
            """
            approve|sign|tick|bless ... the|it|our|this|box|off
            my|your tick|approval|blessing|ok|signature
            ask him|her|them
            """,
            unless="by then",
        ),
    ),
    "rollout_plan": (
        rule(
            6,
            """
            canary|shadow_mode|shadow_run|blue_green|champion_challenger|dark_launch|
                feature_flag*|kill_switch|big_bang|staged|phased|gradual*|shadow_deployment|
                shadow_traffic|ramp|ramp_up|stepwise
            roll|rolling it? back
            rollback plan|procedure|criteria|trigger|strategy|how
            how ... roll_out|roll_it|roll_this|rollout|introduce|phase_in|launch|bring|release|
                deploy|switch_over|cut_over|put ... $
            how ... would|do|should|could|can|to|will|best we|you|i ... roll|introduce|phase|
                launch|bring|release|deploy|switch|move|migrate
            from <n> to <n> to <n>
            start*|begin*|first with|at|on|to|in <n> ... traffic|users|customers|stores|
                branches|percent|region|clinics|sites|of
            abtest ... how|size|big|long|many|duration|power*|design|set|against|split|run|
                sample
            old|current|existing and|model|ranker|vs ... new ... side|parallel
            side by side
            in parallel
            stop|abort|exit|success|halt criteria|criterion|rule|condition*|rules
            rollout|deployment|release|launch|cutover|migration plan|order|sequence|steps|
                checklist|strategy
            pilot|stores|branches|branch|region|site|hospital|clinic first|only|then|
                before ... $
            fallback|fall_back ... when|if|plan|needed|down|fails|to
            """,
        ),
        rule(
            3,
            """
            <n> of ... traffic|users|customers|requests
            when ... take|go|increase ... step|next|percent
            abtest|pilot|shadow
            revert|undo|switch_back|roll_back
            """,
        ),
        rule(
            2,
            """
            traffic|rollout
            signed off
            new ... old
            """,
        ),
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
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            rollout|roll_out|rolling_out|canary|shadow*|abtest*|rollback|roll_back|pilot|
                staged|phased|gradual*|kill_switch|fallback|feature_flag*|champion|challenger|
                blue_green|ramp*|cutover|cut_over|switch_over|switchover|big_bang
            """,
        ),
        rule(
            2,
            """
            <n>|one|two|first|few|some|half|small ... stores|branches|customers|users|traffic|
                regions|sites|clinics|hospitals|hotels|depots|warehouses|countries|plants|lines|
                wards|machines|drivers
            """,
        ),
        rule(
            2,
            """
            how|which|when|order|sequence|steps|strategy|plan|safely|safe|without_wrecking|
                best_way|carefully|criteria|size|big|long|many|first|stop|switch|revert|undo|
                emergency|parallel|side_by_side
            """,
        ),
        rule(
            2,
            """
            old|new|existing|current ... model|system|rules|version|ranker
            replace ... old|existing|current
            """,
        ),
        rule(
            3,
            """
            how|what ... introduce|launch|release|deploy|switch|replace|bring|move|migrate|
                go_live ... it|model|new|safely|without|customers|stores|users|first
            if ... goes_wrong|fails|breaks|down|crashes ... switch|fall|revert|back|turn|undo|
                happens|do|then
            """,
        ),
        rule(
            -5,
            """
            skip*|instead|no_time|waste|academic|straight|without ... <evaluation>|offline|
                holdout|monitor*
            ready|good_enough|enough|approve
            only evaluation
            just abtest
            without monitoring
            <by> <date>
            next_week|monday|friday|by_friday|today
            explain|justify
            no_labels|labelled_history
            what if|suppose
            chat|difference_between
            """,
        ),
    ),
}
