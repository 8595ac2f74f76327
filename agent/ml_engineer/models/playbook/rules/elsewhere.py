"""Rules about courtesy, other topics, and what needs a language model."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["ELSEWHERE"]

ELSEWHERE: Mapping[Intent, tuple[Rule, ...]] = {
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
            you are|saved|made ... best|star|legend|my ... day|friday|week|life|monday|
                lifesaver|hero
            perfect|great|awesome|brilliant|excellent|wonderful|lovely|super|nice ... exactly|
                needed|work|job|helped
            have a nice|good|great|pleasant|lovely
            wish you
            bye|goodbye|see_you|see_ya|ciao|tschüss|cya|take_care
            who are you $
            how are you
            happy|merry new|christmas|easter|weekend
            nice to meet
            that is all
            ^ perfect|great|awesome|super|cool|nice|brilliant|excellent|wonderful|ok|okay|fine|
                lovely $
            """,
        ),
        # Courtesy around a request is no greeting: what else is asked counts.
        rule(-4, "thx|thanks|thank_you|please $", "question"),
        rule(2, "", "short"),
        rule(
            -4,
            """
            ?
            can|could|would you
            please
            one more
            need|want
            <data>|csv
            """,
        ),
        rule(
            5,
            """
            anybody|anyone|somebody|someone|you there|home|alive|awake
            who|what are you $
            nice|good to meet|see
            """,
            "short",
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            thank*|thx|cheers|hello|hi|hey|bye|goodbye|appreciate*|grateful|morning|evening|
                weekend|welcome|congrat*|well_done|good_job|nice_work|great_work|super|lovely|
                later|cu|night
            """,
            "short",
            unless="""
            <data>
            <want>
            ?
            model
            """,
        ),
    ),
    "out_of_scope": (
        rule(
            6,
            """
            weather in|tomorrow|today|like|forecast_for_tomorrow
            poem|haiku|joke|limerick|song|lyrics|riddle|fairy_tale|bedtime|birthday|horoscope|
                novel
            recipe*|cook|bake|lasagna|pasta|cake|dinner|lunch|breakfast|canteen|restaurant*|
                pizza|coffee|beer|wine
            printer|wifi|wi_fi|laptop|password_reset|reset_my|outlook|vpn|keyboard|mouse|
                headset|toner|projector|bluetooth
            div|css|html_page|website|wordpress|javascript|react|flexbox|landing_page
            book|reserve|find ... room|table|flight|hotel|taxi|train|ticket|appointment|desk
            meeting room
            photo shoot
            fashion|runway|catwalk|railway|photo model*
            movie|film|netflix|football|soccer|world_cup|champions_league|olympics|tennis|
                chess|music|playlist|game|guitar
            capital|president|chancellor|population of
            translate ... to|into|from german|french|spanish|english|italian|latin|polish|dutch
            vacation|holiday_request|holidays|salary|pay_rise|parking|payslip|sick_note|
                tax_return|taxes|mortgage|rent|landlord|visa|passport|insurance_for_my
            headache|doctor_for|diet|weight_loss|workout|marathon|gym|knee|cold_remedy|fever
            stock|bitcoin|crypto|shares|lottery should_i|buy|numbers|tip*|price_tomorrow|invest
            cat|dog|plant|garden|tomato*|bike|bicycle|washing_machine ... sick|eats|name|grow|
                water|repair|fix|wo_not
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
        rule(
            -4,
            """
            <metric>|auc|dataset|classifier|csv|predict*|training|features|holdout|
                forecast_for|labels|drift|our_model|scores|confus*|model_card|deploy*
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            weather|poem|haiku|joke|recipe|cook|cake|pizza|canteen|lunch|dinner|hotel|flight|
                taxi|restaurant|movie|netflix|football|soccer|music|song|lyrics|holiday|vacation|
                salary|printer|wifi|laptop|password|vpn|css|html|javascript|div|bitcoin|lottery|
                horoscope|zodiac|dog|cat|garden|bike|wedding|girlfriend|boyfriend|dentist|
                doctor_appointment|gym|diet|capital_of|president|birthday|christmas_party|
                team_event|gift|meeting_room|parking|coffee|tax|taxes|passport|visa|landlord|
                divorce|homework|sudoku|crossword|chess|phone_number|train_to|bus|elections|
                election|toothache|headache|tv|fridge|dishwasher|keyboard|excel_macro|powerpoint|
                logo
            """,
            "opening",
            unless="""
            <metric>|dataset*|classif*|csv|predict*|forecast*|features|model*|labels|drift|
                scores|deploy*|data|baseline*|target|holdout|monitor*|rows|split|column*|
                threshold*|false|training|train|test
            """,
        ),
        rule(
            2,
            """
            can|could|do|would|how|what|who|where|any|which|please|write|tell|my
            """,
            "opening",
            unless="<metric>|<data>|<artefact>|predict*|train*|label*|ml|ai",
        ),
        rule(
            6,
            """
            nullpointer*|nullpointerexception|powershell|stack_trace|null_pointer|bash_script|
                shell_script|segfault|java|typescript|golang|android|ios_app|router|vba
            eat|rice|food|leftovers|allergic|vegan|chicken
            who won|scored|plays
            match|game last|tonight|yesterday
            """,
            unless="""
            <metric>|feature*|pandas|predict*|train*|forecast*|holdout|labels|dataset*|serving|
                model*
            """,
        ),
    ),
    "needs_language_model": (
        rule(
            6,
            """
            philosoph*|epistemic|ethic*
            derive|prove|proof ... gradient|formula|theorem|that|bound|loss|update|equation|
                why|the
            draft|write|compose|prepare|outline|polish|proofread|edit ... interview|questions|
                email|mail|blog|post|article|essay|paper|documentation|readme|job|ad|description|
                proposal|talk|slides|section|abstract|thesis|tutorial|function|script|code|policy|
                cv|runbook|paragraph|speech|course|curriculum|workshop|grant|test|tests
            interview questions
            critique|criticise|criticize|review|comment ... architecture|paper|essay|paragraph|
                thesis|design|code|pull_request|cv|proposal|argument
            argument holds
            paragraph|section|chapter of my
            architecture : ... $
            design ... feature_store|platform|from_scratch|mlops|architecture|pipeline_from|
                system_from|organisation|team|data_mesh
            how would you design|structure|organise|organize|architect|set_up_a_team
            difference between
            pros and cons
            compare ... mlflow|kubeflow|airflow|feast|sagemaker|vertex*|databricks|dagster|
                prefect|snowflake|kafka|framework*|tools|vendors|pytorch|tensorflow|jax|libraries
            mlflow|kubeflow|airflow|feast|sagemaker|dagster|prefect|pytorch|tensorflow|jax|ray|
                triton|kafka|flink|kubernetes|terraform or|vs|versus|and
            summari*|summary of|this paper|article|literature|discussion|thread|book
            explain|how|what ... attention|backprop*|dropout|batch_norm*|variational|bayesian|
                kernel_trick|bias_variance|double_descent|vae|gan|diffusion work*|is|mechanism|
                intuition
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
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            draft|write|compose|essay|blog|paper|thesis|literature|philosoph*|interview*|
                job_description|proposal|grant|derive|prove|theorem|gradient|proofread|
                translate_this|brainstorm|architecture|tech_stack|mlops_platform|feature_store|
                microservice*|kubernetes|terraform|docker|airflow|mlflow|kafka|spark|
                difference_between|history_of|summari*_this|refactor|code_review|unit_tests|regex|
                sql|book|books|course|curriculum|career|definition|define|what_is_a|concept|
                intuition|tutorial|essay|slack_message|release_note|documentation|stand_for|
                pros_and_cons|trade_offs_between|opinion_on|best_practices|state_of|trends|ethics|
                governance|eu_ai_act|vendor_selection|team_structure|hiring|hire|roadmap
            """,
            unless="hire annotators",
        ),
        rule(
            -3,
            """
            <metric> ... <drop>
            <person>|without_jargon
            <monitoronly>
            scrap*|licen*
            enough|ship
            """,
        ),
        rule(
            4,
            """
            invent|imagine|come_up_with|brainstorm ... ideas|names|products|examples|stories
            postmortem*|dag|given this description|diagram|design|list|yaml
            read these|this|the ... and|then tell|find|summar*|pattern*
            which pattern*
            """,
            unless="<data> ... quality",
        ),
        rule(-3, "nullpointer*|powershell|bash|stack trace"),
    ),
}
