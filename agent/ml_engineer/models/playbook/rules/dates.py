"""Rules about dates: for a figure (refused), and for going live."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["DATES"]

DATES: Mapping[Intent, tuple[Rule, ...]] = {
    "promise_timeline": (
        rule(
            7,
            """
            when ... will|do|does|can|could|would|are|is|should ... <reach> ... <n>|<metric>|
                target|human|goal
            when ... <metric> ... <reach>|<n>|be
            how long|many_days|many_weeks|many_sprints|many_months|much_time|soon|fast|
                quick* ... until|till|to|for|before|get|reach|bring|take*|need ... <n>|<metric>|
                good|better|perfect|human
            by|until|before <date>|the|end ... <n>|<metric>
            <metric>|error|<n> ... <reach>|under|over|above|of|to|at|below|from ... by|until|
                before|in|within|till <date>|end|release|the|<n>|tonight|next
            promise*|guarantee*|commit*|assure|pledge|swear|sla ... <n>|<metric>|<date>|zero|
                me|us|that|number
            <n>|<metric> ... promise*|guarantee*|commit*|assur*|in_writing|contract*
            do|will|can|would|could we|you|it ... <reach>|get_to|be_at|have <n> ... <by>|by|in|
                within|until
            give|tell|name|need|want ... me|us|a|the|an quarter|date|month|week|day|deadline|
                sprint ... when|until|for|by|we|it
            by when ... <%>|<metric>
            which|what quarter|month|week|date|sprint ... <reach>|we|will|does
            when does|will|do it stop|finally|be being|good|better|ready_to_beat
            what|which accuracy|precision|recall|auc|number|performance|figure can|may|should|
                do|could i|we tell|promise|write|put|give|quote|commit|guarantee
            double|triple|more|<n>_more ... team|people|engineers|budget|gpus // <n>|
                <metric> ... by|until|in
            estimate|plan|roadmap ... time|long|weeks|date ... <reach>|bring|improve|raise|
                lift|increase ... <n>|<metric>|from
            bring|raise|lift|increase|improve|push|get ... <metric>|it ... from <n> to <n>
            how many ... iterations|experiments|sprints|weeks ... <n>|until
            """,
            unless="""
            went|fell|dropped|was|came from <n>
            <metric>|is|was <n> to|then|now <n>
            customer|customers|feature promised
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
            2,
            """
            promise*|guarantee*|commitment|in_writing
            we are|at|been at <n>
            overtake|catch_up|beat ... competitor*|human*|them
            insist*|roadmap
            """,
            unless="ours|data_card|licensed",
        ),
        rule(2, "when|how_long"),
        rule(
            1,
            """
            <metric>
            <n>
            """,
        ),
        # Work on pipelines can be estimated: that is production_by_date.
        rule(
            -5,
            """
            <ship>|live|endpoint|production|prod|deployment|running ... by|until|before|take|
                once|on <date>
            <date> ... live|running|production
            how long ... deploy*|deployment|endpoint
            """,
        ),
        rule(
            -4,
            """
            holdout|test_set ... done|was
            retrain ? on
            threshold*|cut
            where ... come
            csv|split
            baseline
            experiment|abtest
            null*
            """,
        ),
        rule(-4, "", "after_answer"),
        rule(-6, "", "after_question"),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            how long|soon|many_days|many_weeks|many_sprints|much_time|fast ... <%>|accurate|
                better|good_enough|learn*|perfect|perform*|stable|usable|target_accuracy|trustworthy
            when ... better|accurate|good_enough|perfect|learned|smart*|99%|95%|90%|80%|
                <n>_percent
            """,
        ),
        rule(
            3,
            """
            <%>|<n>_percent|0.*|<metric> ... in|within <n>|a|one|two|three <unit>
            <%>|<n>_percent|0.*|<metric> ... by|until|before <dateof>
            <metric> <n> by|until|before
            """,
        ),
        rule(
            3,
            """
            by when ... <%>|<metric>|better|good
            target|goal|okr|okrs|kpi ... <n> ... how_long|when|by|until|date
            from|at <n> ... to <n> ... how_long|when|by|until|weeks
            <n> points|percent more|better ... by|until|how_long|when|next
            """,
        ),
        rule(
            2,
            """
            milestone*|roadmap|timeline|eta|date ... numbers|metric|accuracy|quality|model|
                better
            """,
        ),
        rule(
            -5,
            """
            <metric> ... <n> to|now <n> ... in <n>|two|three|a
            age|latency|horizon
            """,
        ),
        rule(
            -3,
            """
            since|went|fell|dropped|from_<n>_to|was ... last
            how long ... pipeline|label*|deploy*|install*|integration
            """,
        ),
        rule(
            -5,
            """
            promised|promise ... go_live|live|launch|feature
            put together
            engineering effort
            not asking ... accuracy
            signed_off|sign_it_off
            """,
        ),
        rule(
            5,
            """
            will|would|does|do <n>|another|more|a ... weeks|months|sprints|days|tuning ... get|
                bring|take|push|be
            confirm|assure|certify ... achiev*|reach*|feasible|realistic
            increase|raise|improve|lift ... to <n> ... in|by <n>|q1|q2|q3|q4|h1|h2|<date>
            put a date|number on
            """,
            unless="labels|images",
        ),
    ),
    "production_by_date": (
        rule(
            6,
            """
            <ship>|live|production|prod|running|merged|serving|online|endpoint|deployed|
                answering|scoring|in_use ... by|until|before|for|on|in|within|to <dateof>
            <ship>|live|production|prod|running|merged|serving|online|endpoint|deployed|
                answering|scoring|in_use ... until|before|by|in_time_for|this|next ... <date>|
                <unit>|starts|begins|season|opens|launch|peak|demo|audit|event
            <by> ... <date> ... <ship>|live|production|prod|running|online|in_use|deployed
            <date> // live|production|prod|running|online|deployed ... by|until|before then|that
            <n>|two|three|few|a <unit> ... to|from|csv|notebook|until ... production|prod|live|
                endpoint|api|deploy*
            <n>|two|three <unit> // csv|notebook ... endpoint|production|prod|api
            how long|many_days|many_weeks|much_time ... deploy*|rollout|productioni*|go_live|
                production|put_it|integration|endpoint|api
            when ... can|could|will ... <ship>|live|production|deployed|in_use|online|running
            what can be|go live|ready|running|in_production ... by|before|until|on <date>|then
            have_to|must|need|needs|should ... <ship>|live|production ... <date>|by|before
            """,
        ),
        rule(
            3,
            """
            deadline is|was
            launch|demo|go_live|fair|inspection|audit|freeze|campaign|board_meeting|investors|
                customer|season ... is|on|at|in|starts|opens|fly ... <date>|<n>
            live|production|prod|deployed|running|real_system|for_real|online|live_requests
            possible or|and not
            can it|we|the ... make it|that
            already|has|have|been sent|announced|promised|told|booked|sold|signed ... press|
                customers|launch|release|date
            """,
            "always",
            unless="<metric> ... by|before|until <date>",
        ),
        rule(
            2,
            """
            by|until|before|till <dateof>
            <n> <unit>|sprints
            """,
        ),
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
        # Words that make the topic likely where no telling phrase was found.
        rule(
            2,
            """
            <ship>|live|production|prod|running|launch|deployed|online|in_use|pilot|go_live|
                endpoint|in_operation|installed|in_front_of|operational|service|in_the_app|
                in_the_hands
            """,
        ),
        rule(
            2,
            """
            by|until|before|till|in|within|for|on|is|at|next|this <dateof>
            <n> <unit>
            deadline*|tonight|tomorrow|asap|next_week|next_month|by_then|on_time|in_time|
                by_when|timeline|eta|shortest|quickest|fastest|earliest|rush
            """,
        ),
        rule(
            3,
            """
            deadline is|was|for|fixed
            how soon|quickly|fast ... <ship>|live|production|users|running
            when could|can|will|would ... users|customers|they|we ... see|use|have|get|start
            shortest|quickest|fastest|minimal|minimum way|path|route|version ... production|
                live|users|in_front|out|go_live|ship
            """,
        ),
        rule(
            2,
            """
            promised|announced|press|booked|told|sold|contract|advert*|invited
            """,
        ),
        rule(
            -4,
            """
            <metric>|<%> ... <by>
            since
            <monitoronly>
            abtest
            retrain*
            test_set|holdout|evaluation|offline
            drift*
            missed|false_alarm*
            from <n> to <n>
            data|labels|rows ... enough
            """,
        ),
        rule(
            4,
            """
            board|client|customer*|ceo|press|launch|go_live|fair|event ... on the? <n>
            promised ... go_live|launch|live
            go_live on <dateof>
            real customers|users|orders ... by|on|until|then|before
            want|they|see ... scoring|running real
            fastest|quickest safe|route|way|path
            """,
            unless="<metric>",
        ),
    ),
}
