"""Rules about monitoring: wishes to go without it (refused), and plans for it."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["MONITORING"]

MONITORING: Mapping[Intent, tuple[Rule, ...]] = {
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
            monitoring|alerts|dashboards ... not ... budget|need*|necessary|worth|required|
                have_time|time_for|now|yet_but
            no|not money|budget|time|capacity|people|resources|need|appetite for|
                to ... <monitor>
            do|does|must|is|are|why|what ... really ... <monitoronly>|alerts|monitored
            do|does|why|must we|it|i ... need|bother|care|want ... all? ... <monitoronly>
            <monitoronly> ... really necessary|needed|required
            monitoring ... overkill|can_wait|is_overkill|optional|notapplicable|unnecessary|
                no_sense
            <monitoronly>|alerts nobody|no_one reads|looks|watches|checks|uses
            nobody|no_one reads|looks|watches|checks|uses ... <monitor>|channel|them|it
            that|this|they|users|customers|support is|are|will_be our|the|my|
                enough ... monitoring
            switch|turn off ... <monitor>
            switch|turn ... <monitor> off
            <monitoronly> ... comes|follows|come|follow|added|slip ... in|later|after|when|
                once|next|by|past
            <monitoronly> by end|<date>
            do|does|must <we> ... even|actually|truly need ... <monitoronly>
            monitoring enough
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
            customers|users|clients|people|support|they|someone|nurses|drivers|staff will|
                would|can|are_going_to call|complain|tell|shout|scream|notice|let_us|report|email|
                write
            if it|something|anything breaks|fails|goes_wrong|is_wrong|drifts ... call|tell|
                complain|notice|hear|fix|see|know|shout
            stop adding|with requirements|the|all
            watch|look_at|build ... graphs|dashboards|charts ... own_time|later|after
            does not|never|do_not|can_not|will_not change|drift ... <monitor>|release|ship|so|
                hence|why|deploy
            nothing|never|not changes|change|drifts|drift ... here|ever|anyway
            fire and forget
            set it and forget
            retrain* every|each|nightly|daily|weekly ... monitor*|so|therefore|not|no
            ran|runs|running|been <n>? ... years without ... problem|incident|monitoring|
                dashboards|alerts
            fix|repair|patch it ... when|if ... breaks|complain*
            """,
            unless="evaluation|academic|offline|test_set|holdout",
        ),
        rule(
            2,
            """
            <ship>|live
            just|anyway|proceed|simply|please
            small|internal|static|tiny|only
            we can ... later
            """,
        ),
        rule(
            -3,
            """
            evaluation ... academic|waste
            too many
            what|which|how ... watch|monitor|signals
            """,
        ),
        # "No monitoring yet" in a list of facts belongs to a review, not to a wish.
        rule(
            -5,
            """
            review|look_over|assess|opinion ... model|report|please
            no monitoring yet
            anything ... block
            """,
        ),
        rule(
            -4,
            """
            without monitoring|alerts ... what|risk*|how ... missing|bad
            """,
        ),
        rule(
            7,
            """
            nothing to monitor|watch|alert
            <monitoronly>|logging|telemetry ... switched_off|turned_off|disabled|off ... to|
                for|because|ok|anyway|save|now
            <monitoronly> // not bother|want|care
            no dashboards|alerting|alerts|logging ... just|put|go|ship|release|needed|necessary
            no <evaluation> // no <monitor>
            without any? <evaluation>|test|tests or|and <monitor>
            leave ... <monitoronly>|section empty|blank|out
            model|it ... goes_out|goes_live|ships ... <monitor> ... follow*|later|afterwards
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            2,
            """
            without|no|skip*|drop|not|later|never|postpone*|off|stop|cut|
                less ... <monitoronly>|logging|drift|watch*
            <monitoronly> ... no|not|later|never|off|skip*|after
            """,
        ),
        rule(
            3,
            """
            nobody|no_one|not ... time|here|people|staff ... look_after|watch|maintain|check|
                babysit ... it|them|this
            nothing to monitor|watch
            no drift ... release|ship|live|monitor*
            once it runs|works|is_live ... leave|forget|done
            """,
        ),
        rule(
            2,
            """
            <worthless>|<postpone>|skip|no_budget|nobody_reads|nobody_looks
            call us|complain|notice ... anyway|then|themselves
            """,
            unless="<evaluation>",
        ),
        rule(
            3,
            """
            frozen|static|never_changes|does_not_change|never_retrained|tiny|
                internal ... <monitoronly>|drift|monitor
            """,
        ),
        rule(
            2,
            """
            can|could|may|let_us|we ... leave|skip|save|spare|do_without|
                live_without ... <monitoronly>|logging|drift_job
            """,
        ),
        # Asking what to watch is the opposite of not watching.
        rule(
            -8,
            """
            what|which|how|who|whom should|do|must|can|would|to|shall <we>? monitor*|
                watch|track|observe
            which|what alerts|monitoring|dashboards|signals do|should|would|are
            """,
            unless="""
            skip|without|drop|postpone|come_later|leave_out
            why
            """,
        ),
        # A refusal to go without it is the opposite of the wish.
        rule(
            -12,
            """
            not|never|refuse|nobody ... <ship>|live|go ... without ... <monitoronly>
            not|never want|going|skip|drop|forget|omit ... <monitoronly> <postpone>?
            not live|go|start without ... <monitoronly>
            """,
            unless="""
            not want|need ... <monitoronly>
            why not
            can|could|may|should <we> not
            """,
        ),
    ),
    "monitoring_plan": (
        rule(
            6,
            """
            how|what|which|where|who|should|do|does|must ... monitor*|alert*|watch|track|
                observe|log|logged|logging|notice ... <we>? ... model|in|after|for|first|on|when|
                production|live|so|per|once|it|about|instead|$
            what|which|how ... signals|alerts|checks|dashboard|dashboards|alarms ... first|
                need|set|come|have|should|missing|put|show|show*|useful|for|are|on
            monitoring plan|setup|concept|strategy|checklist|for|stack|design
            set up|setup|design|build|plan|propose|suggest ... monitoring|alerts|alerting|
                dashboard
            when|how_often ... retrain|recalibrate|refresh ... $
            when|how_often do|should|must|would|to|we ... retrain*|retrained|refit
            retrain* ... schedule|calendar|trigger*|monthly|weekly|nightly|how_often|when|trips
            too many ... alerts|alarms|pages
            how|who ... notice|notices|know|find_out|learn|wake|paged|woken|on_call|
                tell ... weird|wrong|breaks|bad|broken|drifts|fails|rot*|decay*|degrad*|off|bad|
                quality|silently
            what|which ... watch|look_at|measure|track|observe|do ... meantime|until|while|
                without_labels|before_labels|instead|after_launch|after_go_live
            before the customers|users|boss|clients know|notice|complain|do
            labels|outcome|outcomes|truth|ground_truth|feedback ... arrive*|come*|only|late|
                after|takes|delay* ... <n>|weeks|months|later
            only learn|know|get|see ... outcome|truth|labels|result ... after|<n>|later
            grafana|prometheus|datadog|kibana|evidently|whylabs
            be|must|should|to logged|log|record ... every|each|per|for prediction|request|score
            """,
            unless="""
            <skip> ... <monitoronly>
            without ... monitoring
            """,
        ),
        rule(
            3,
            """
            alert*|monitor*|dashboard*|watch|retrain*
            responsible|on_call|runbook|escalat*
            """,
        ),
        rule(
            2,
            """
            notice|signals|noise
            at_night|3 am
            """,
        ),
        rule(
            -5,
            """
            no_need|skip|really_need|not_necessary|not_needed|waste|without ... monitor*|
                alert*|dashboards|monitoring
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
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            <monitoronly>|alert*|log|logged|logging|on_call|pager*|paged|runbook|retrain*|
                watchdog|early_warning|health_check*
            """,
        ),
        rule(
            2,
            """
            how|what|which|when|who|where|should|how_often|list|plan|propose|suggest|need
            """,
            "question",
        ),
        rule(
            2,
            """
            notice|find_out|know|detect|catch|watch|track|observe|wake|responsible|silently|
                decay*|rot*|breaks|stale|degrad*|check|smoke|warn*
            """,
        ),
        rule(
            2,
            """
            labels|outcome*|truth|feedback|result* ... late*|delay*|months|weeks|days|never|
                after|arrive*|come|only|missing|no|until
            """,
        ),
        rule(
            2,
            """
            after launch|go_live|release|deployment
            once ... live|running|launched|deployed|in_production
            first <n> days|weeks
            in production
            """,
        ),
        rule(
            3,
            """
            what|which ... watch|track|observe|log|measure|look_at|check ... live|production|
                launch|daily|weekly|every|once|after|first|meantime|running
            how ... know|notice|see|find_out|realise|realize|detect|learn|tell ... model|it|
                still|something ... <bad>|<drop>|works|ok|drift*|stale|degrad*|fail*|good|healthy|
                breaks|decays
            how often
            """,
        ),
        rule(
            -4,
            """
            without|skip*|no_budget|not_need|nobody|overkill|waste|later|drop|forget|turn_off|
                off ... <monitoronly>|alert*
            <monitoronly>|alert* ... <postpone>|<worthless>|later|flaky|nobody|comes|off
            monitoring enough
            even|really|actually need ... <monitoronly>
            no monitoring
            verdict
            capacity|analysts
            threshold*|cutoff*
            <metric> ... <drop>
            was that right
            retrain ?
            ship|release|deploy ... it|this|anyway
            """,
        ),
        rule(
            -5,
            """
            nothing to monitor
            not bother
            logging|alerts switched_off
            no dashboards|alerts|logging
            leave ... empty
            """,
        ),
        rule(
            4,
            """
            propose|suggest|set|define|recommend ... thresholds|limits|levels ... warning|
                critical|alert*|psi|null_rate|weekly|daily
            """,
        ),
    ),
}
