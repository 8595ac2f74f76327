"""Rules about what refers to earlier turns: changes, sources, answers."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["FOLLOW_UPS"]

FOLLOW_UPS: Mapping[Intent, tuple[Rule, ...]] = {
    "what_if": (
        rule(
            6,
            """
            what if|happens_if|changes_if|would_change|about_if|when
            suppose|supposing|assume|assuming|imagine|say_we
            does|would|will|did ... change|differ|hold|move|shift ... if|when|with|answer|
                verdict|result|conclusion|had|your
            had|if we|i twice|double|half|more|had|add|remove|drop|use|could
            same thing|again|analysis|question|but ... with|by|without|grouped|for|but|per|only
            try|redo|rerun|re_run|repeat|run|recompute|do|calculate ... again|with|without|
                instead|rather|using ...
            and|ok|okay|now without|with|if|for|when|on
            """,
            "after_answer",
        ),
        rule(
            4,
            """
            and? without that|this|the|it
            only|but ... instead|rather
            would it be different|better|worse
            what about
            """,
            "after_answer",
        ),
        rule(
            4,
            """
            what if ... we|i|the|you|our
            suppose|assuming
            how ... would ... change if
            """,
            unless="wrong|goes_wrong|breaks",
        ),
        rule(
            2,
            """
            if|twice|instead|rather|double|half
            still
            """,
            "after_answer",
        ),
        rule(
            -4,
            """
            where|which ... come|file|split|seed
            thanks
            explain|translate
            please ... what a
            """,
        ),
        rule(-6, "target|owner|source is", "after_question"),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            4,
            """
            if|suppose|instead|rather|without|with_only|only|what_about|how_about|same|again|
                redo|rerun|try|now|but|except|excluding|half|double|twice|change|other|different|
                swap|switch|replace|drop|leave_out|weekly|per|just|limit|restrict|include|exclude|
                add
            """,
            "after_answer",
        ),
        rule(
            3,
            """
            what if|happens_if|would_happen|changes_if|would_change|about_if
            if <we>|it|the|there had|were|was|could|doubled|halved|raised|lowered|took|dropped|
                removed|added|used ... would|what|how|does|do|will
            would|how_much ... change ... if
            hypothetically|assuming|suppose
            """,
            unless="goes_wrong|breaks|fails|legal",
        ),
        rule(
            -4,
            """
            thank*|eli5|understand*|explain|translate|my_boss|cfo|simple_words
            where|which|what ... come|from|file|split|seed|rows|number
            source|evidence|reproduce|prove
            """,
        ),
        rule(-4, "", "after_question", "statement"),
        rule(
            -4,
            """
            the same for
            for a|an|the engineer|developer|boss|manager|customer
            fine_tune|fine_tun*|<llm>
            """,
        ),
        rule(4, "if we|i|you only|just|take|took|use|used", "after_answer"),
    ),
    "evidence_lookup": (
        rule(
            6,
            """
            where|from_where ... number|figure|numbers|that|this|it|value|you|claim|estimate|
                <n> ... come*|from|take|have|get|got|derive*|calculat*|comput*
            how ... number|figure|numbers|that|this|it|value|you|estimate|<n> ... calculat*|
                comput*|derived|measured|obtained|come_about|arrive_at
            which|what ... file|rows|split|seed|version|data|table|test|run|column*|period|
                dataset|model|sample ... did|have|was|were|is|are you|that|this|it|used|behind|
                measured|calculated|computed|the ... read|use|used|run|measure*|calculat*|comput*|
                take|based|for|from|behind|on
            you said|claimed|wrote|told|stated|mentioned|reported // which|where|how|what|when|
                who|show|prove|based|source|really
            your <n>|number|figure|claim|result|estimate
            on what|which basis|rows|data|evidence
            can not|unable_to reproduce|replicate|verify|find
            show|give|send|where|have|see|keep ... evidence|record|proof|source|log|protocol|
                raw_result|audit_trail|measurement|report|calculation|citation
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
        rule(
            3,
            """
            reproduc*|evidence|seed
            you read|used|measured|calculated
            """,
            "question",
        ),
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
            scraped|licence|bought
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            where|how|on_what|which|what|who ... you ... get|got|take|took|measure|measured|
                calculate*|compute*|read|use|used|base|based|know|find|found|conclude*|derive*|say|
                test|tested|run|ran|check|checked
            your|the number*|figure*|claim*|result*|calculation*|estimate*|statement*|
                measurement*|finding* ... come|from|based|where|reproduc*|wrong|differ*|prove|
                evidence|source|correct|which
            """,
        ),
        rule(
            3,
            """
            evidence|proof|reproduc*|provenance_of_the_number|seed|citation|audit_trail|
                traceab*|double_check|cross_check|verify|raw_output|receipts|receipt|fingerprint|
                hash|made_up|make_up|made_that_up|invent*|hallucinat*|guessing|guessed
            """,
        ),
        rule(
            2,
            """
            you|your said|claimed|wrote|told|earlier|mentioned|reported|number|figure|answer|
                calculation|result
            """,
            unless="what would you|would you ship",
        ),
        rule(
            2,
            """
            which|what|how_many|when|where|exactly|based_on ... rows|file|split|version|data|
                sample|table|run|test|measured|calculated
            """,
            "question",
        ),
        rule(
            3,
            """
            where|which|what|how|who|sure|really|source|rows|file|number|prove|said|mean ... ?
            """,
            "after_answer",
            unless="""
            what if|about
            how about
            """,
        ),
        rule(
            -4,
            """
            how|which|what should|would|can|do we|i
            target ... is
            what if
            scrap*|licen*
            beat
            explain
            how should|would|can <we>
            baseline*
            drift*|psi ... compare
            send ... customers
            """,
        ),
        rule(
            4,
            """
            show|point|send|link|open|give me|us ... run|table|log|entry|query|line|file|page|
                protocol|experiment|report ... behind|where|for|that|of|with
            exact table|log|query|row|run|place|section
            behind the|that|your|this <n>|number|figure|claim
            """,
        ),
    ),
    "provide_information": (
        rule(6, "", "after_question", "statement"),
        rule(
            4,
            "",
            "after_question",
            unless="""
            what if
            why ... ask|need|want
            what do you mean
            """,
        ),
        rule(
            5,
            """
            target|label|outcome|time_column|group|label_column column? is|=
            we|i licensed|own|collected|recorded|obtained ... from|with|contract|ourselves|
                ours|consent|licence
            data card attached
            explicitly|contractually covered|permitted|allowed
            <data> ... is|are ours|our_own|licensed|from_our|from_my|internal|exported_from|
                owned_by
            owner is
            come|comes|came|stems from our|my_own|ours
            covered by the|our|a|their ... contract|consent|agreement|licence|license
            collected with|under
            fyi|for_your_information|for_info|just_so_you_know|to_answer|you_asked
            here is|are the|my|our ... file|data|numbers|answer*|export|columns|label*|missing
            attached is|are
            the missing? ... is in|called
            """,
            "statement",
            unless="""
            <want> ... model
            do not know
            """,
        ),
        rule(
            2,
            """
            no idea|do_not_know|about|roughly
            sorry for
            """,
            "after_question",
        ),
        rule(-5, "thank*|cheers|great|perfect", "short"),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            target|label|outcome|time_column|group_column|id_column|file|source|owner|capacity|
                unit column? is|are|=|comes_from|belongs
            the ... column|file|target|label|owner|source|licence|license ... is|comes|belongs|
                was
            we collect*|recorded|licensed|own|signed|bought_the_licence
            it|they|data|file|this is|are|comes|was ours|from_our|ours|internal|own|public|
                synthetic|collected|recorded|licensed|generated
            """,
            "statement",
            unless="""
            <want> ... model|predict*
            not|unknown|unclear|no
            """,
        ),
        rule(
            2,
            """
            fyi|by_the_way|btw|forgot|correction|as_you_asked|you_asked|to_answer|attached|
                here_is|here_are|update|additional_info|for_the_record|note
            """,
            "statement",
        ),
        rule(
            2,
            """
            contract|agreement|data_card|documented|consent|dpa|signed|permission|cc_by|cc0|
                public_domain ... covered|attached|signed|allowed|linked|exists|yes|here|covers
            """,
            "statement",
        ),
        rule(
            -4,
            """
            scrap*|telegram|nobody_knows
            can|could|should <we> <ship>|use|train
            without
            predict which
            let us
            """,
            "opening",
        ),
    ),
}
