"""Rules about reasons of one prediction, and wording for an audience."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["EXPLAINING"]

EXPLAINING: Mapping[Intent, tuple[Rule, ...]] = {
    "explain_prediction": (
        rule(
            6,
            """
            why|how_come ... <we>? ... get*|got|given|gave|rated|scored|flagged|rejected|
                denied|predicted|priced|assigned|ranked|classified|recommended|declined|approved|
                refused|sorted|routed|sent|predict|high|low|say|said|above|put
            what|which ... drove|drives|pushed|caused|made|led|triggered|influenced|
                contributed|lifted ... it|this|that|score|risk|prediction|forecast|the|model|up|down
            on_what|which ground|grounds|reason|reasons ... put|score*|decid*|reject*|rank*|
                flag*
            shap|lime|counterfactual*|feature_attribution*|waterfall|contribution* ... for|of|
                value*|plot
            what would|must|should|could ... need|have to change|differ*|
                be_different ... to get|be
            reason*|explanation|justification|factors ... for|behind|of ... this|that|single|
                case|prediction|score|decision|customer|patient|applicant|rejection|id|row
            explain ... this|single|individual|case|row|applicant|customer|patient|order|
                ticket prediction|score|decision|<n>
            explain ... why ... row|customer|patient|applicant|claim|case|score*|predict*
            ticket|applicant|patient|customer|claim|row|case|order|store|invoice|loan|mrs|mr|
                parcel|machine|pump|user|application|transaction <n> ... was|got|is|has|gets|why|
                flagged|rejected|scored|sent
            what was|is it|model|system thinking
            two|both ... identical|same|similar|twin ... one|but|different|yet
            """,
        ),
        rule(
            4,
            """
            how come
            what drove
            which inputs|features|columns|factors ... pushed|mattered|responsible|up|down
            """,
        ),
        rule(
            2,
            """
            mrs|mr
            plainly|although|never
            risk|score of <n>
            """,
        ),
        rule(
            -5,
            """
            why ... metric|auc|drop*|worse|would_i|bother|waste|need|we_need|recall|precision|
                f1|accuracy
            since ... <month>|update|upgrade
            explain ... to ... cfo|boss|board
            threshold
            monitoring
            every week
            leak*
            drift*
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            why|how_come|reason*|explain|explanation|drove|drivers|drives|pushed|factors|
                on_what_ground*|because_of_what|what_made|grounds|contribut*|rationale|
                what_caused ... case|customer|patient|applicant|claim|<n>|this_one|ticket|row|
                order|score*|flagged|rejected|denied|declined|ranked|recommended|predicted|priced|
                prediction|decision|high|low|risk|him|her|mr|mrs|ms|machine|pump|invoice|store|
                shop|house|flat|student|parcel|transaction|guest|turbine|farm
            """,
        ),
        rule(
            3,
            """
            model|system|it|algorithm|bot ... says|said|thinks|thought|claims|gave|predicts|
                predicted|flagged|rejected|marked|put|rated ... but|although|though|yet|why|
                how_come|despite
            """,
        ),
        rule(
            2,
            """
            mr|mrs|ms|dr|case_<n>|id_<n>|customer_<n>|row_<n>|this_customer|this_case|
                this_patient|this_one|one_prediction|single_prediction|this_prediction|this_claim|
                this_applicant|this_order|that_customer|that_case|that_one
            """,
        ),
        rule(
            2,
            """
            identical|twins|same_values|almost_the_same|similar|next_to_each_other|neighbour*|
                although|plainly|clearly|obviously|perfectly ... one|two|different|differ*|but|
                other|says|paid|fine|healthy|score*
            """,
        ),
        rule(
            2,
            """
            asks|wants_to_know|demands|complains|complained|appeal*|contest* ... why|reason*|
                explanation|ground*
            """,
        ),
        rule(
            -4,
            """
            <metric> ... <drop>
            since|last_week|suddenly
            threshold*|cutoff*|0.5
            leak*|drift*
            why would|should|do|bother|not|can
            drop*
            monitor*|evaluation
            baseline*
            retrain*
            columns matter
            """,
        ),
        rule(
            5,
            """
            blocked|declined|refused|rejected|flagged|denied|turned_down|downgraded|marked|
                suspended ... as|by|fraud|although // why|reason*|how_come|what_for
            why did|has|was|is the? model|it|system|my|this|our ... decline*|reject*|refus*|
                deny|denied|flag*|block*|pick*|recommend*|price*|score*|rank*|classif*|put
            reason* for the? ... refusal|rejection|decision|score|denial|block*
            right to know|explanation
            """,
            unless="threshold",
        ),
    ),
    "explain_for_audience": (
        rule(
            6,
            """
            <explain> ... for|to|so ... <person>
            <explain> ... so|such|that|way ... <person> understand*|get*|follow*
            so that ... understand*|gets_it|follow*
            in|with|using simple|plain|layman|easy|normal|everyday|human|non_technical|other|
                simpler|business words|terms|language|english|german
            eli5|tl_dr|tldr|dumb_it_down|like_i_am_five|like_i_am_5|for_dummies|without_jargon|
                no_jargon|plain_english
            how|what ... <we> tell|explain|say|sell|present|put|describe|justify|word|phrase|
                convince ... to? ... <person>
            translate ... into|for|to
            present ... to|results|findings
            one slide|sentence|paragraph|minute ... for|to|<person>
            my ... <person> ... asks|asked|understand*|not_understand|wants_to_know ... what|how
            none|nobody|no_one|they ... know*|understand*|heard ... what
            for ... <person> ... who ... never|not|no
            how do|would|can i put it|this|that
            """,
        ),
        rule(
            3,
            """
            <explain> ... <person>
            understand*|jargon|analogy|metaphor
            how ... explain
            """,
        ),
        rule(
            2,
            """
            <person>
            simpler|shorter|easier|again
            """,
            "after_answer",
        ),
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
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            <explain>|summary|wording|words|email|slide*|presentation|pitch|status|analogy|
                tweet ... for|to|like ... <person>|the|my|our|a|an ... <person>|audience|meeting|
                committee|newcomers|beginners|grandm*|team|workshop
            <explain>|summary ... <person>
            """,
        ),
        rule(
            3,
            """
            jargon|layman*|simple_words|simple_terms|plain_words|plain_english|plain_language|
                eli5|in_money|in_euros|non_technical|not_technical|for_humans|one_paragraph|
                in_one_sentence|no_maths|no_math|without_maths|without_formulas|without_math
            """,
        ),
        rule(
            2,
            """
            understand*|get_it|follow|confus*|scared|sceptical|skeptical|impatient|glaze*|lost|
                hate*|hears|clueless|no_clue|never_heard|no_idea_what ... <person>|what|it|this|them
            <person> ... understand*|not_get|ask*|confus*|no_clue|never_heard|hate*|sceptical|
                skeptical|want_to_know
            """,
        ),
        rule(
            2,
            """
            how|what ... tell|explain|say|put|sell|present|answer|convince|phrase|word|
                communicate|report|frame
            """,
        ),
        rule(
            -4,
            """
            how <we> tell|know if|whether
            threshold*|cutoff*
            this|that|the patient|applicant|customer|case
            why did|was|is
            which|what split|seed
            shap
            when will
            metric
            numbers ... by
            promise*|accuracy_can|date
            derive|paper|thesis
            """,
        ),
        rule(
            6,
            """
            now|and|same|again ... for a|an|the|my|our <person>|engineer|developer|designer
            the same for
            for a|an|the engineer|developer|boss|cfo|layman|manager|customer
            """,
            "after_answer",
        ),
    ),
}
