"""Rules about wishes for a model, and for a kind of model."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["WISHES"]

WISHES: Mapping[Intent, tuple[Rule, ...]] = {
    "need_model": (
        rule(
            5,
            """
            <want> ... a|an|some model|classifier|predictor|forecast|recommender|ranker|
                detector|regressor
            <want> ... a|an ... model|classifier|regressor|forecaster|recommender ... that|to|
                for|which|who
            <want> ... <predict>|predicting|forecasting|detecting|classifying|estimating
            <want> ... to know|guess in_advance|ahead|beforehand
            <build>|building ... a|an|me|us ... <artefact>|forecast|predictor
            build|train ... on ... csv|parquet|xlsx|tsv
            train ... <artefact> ... target|label
            <want> ... something ... <predict>
            a|some way to <predict>
            can|could|would <we> <predict> who|which|whether|when|if|how|what
            can|could|would <we> ... <build>|help ... <artefact>|forecast
            must|have_to|should make|do classification|prediction|forecast*|regression
            replace|automate|substitute ... spreadsheet|excel|manual*|by_hand|gut|formula|
                heuristics
            use ai|ml|machine_learning to
            is_it|would_it_be possible to <predict>
            predicting|forecasting|detecting|classifying ... is_what|would_help|would_save
            """,
        ),
        rule(
            3,
            """
            predict|forecast|detect|classify|anticipate ... which|who|whether|when|how_much|
                how_many|if
            which|whose ... will ... cancel|churn|leave|fail|break|default|return|arrive|buy|
                renew|quit
            <want>|help predict|detect|forecast|classify|estimate|sort|rank|prioritise|
                prioritize
            how ... begin|start ... $
            get going|started
            where|how ... <we> begin|start
            label|target|outcome column? is
            one row per
            make it go
            would|could|can you do|build|set it|that|this|something ... for us|me
            """,
        ),
        # A message that opens with the name of a task and little else.
        rule(
            4,
            """
            ^ ... ticket|email|mail|invoice|document|lead|credit|claim*|churn|fraud|demand|
                image|text|anomaly|sales|load|price|spam routing|scoring|triage|classification|
                detection|prediction|forecast|forecasting|estimation .|, // <n>
            make it go|happen|work
            """,
            "statement",
        ),
        rule(
            2,
            """
            doable|feasible|realistic
            is it|that|this possible
            please advise
            what do you need from me|us
            we|i have ... rows|records|years|months|logs|images|photos|tickets|recordings
            want|wants|need|needs|asked ... ai
            model|classifier|prediction for
            predict*|forecast*|detect*
            new project|idea|use_case
            """,
        ),
        # An existing model is being talked about, not a wish for one.
        rule(
            -4,
            """
            our|the|your|my ... model|classifier|forecast|recommender is|was|got|went|has|
                keeps|says|predicts|gave
            since ... update|upgrade|moved|release|<month>|<season>
            photo*|fashion|role|runway|scale|car|3d|business shoot|model|printer
            without training anything
            """,
        ),
        rule(
            -3,
            """
            <metric> ... <n> ... <reach>
            what if
            threshold|cutoff
            how do i explain
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            ^ predict|forecast|classify|detect|rank|estimate|recommend|flag|segment|cluster|
                score
            <want>|wants|wanted|would_love ... ai|ml|machine_learning|recommender|prediction*|
                forecast*|chatbot|personali*
            let us do ai|ml|machine_learning
            """,
        ),
        rule(
            2,
            """
            which|who|what|how_many|how_much|whether|if ... will|likely|going_to|are_about_to|
                might|probably
            """,
        ),
        rule(
            3,
            """
            <want>|could|can|help ... know|see|tell|find_out|guess|warn*|alert* ... which|who|
                when|whether|if|how_much|how_many|before|beforehand|in_advance|ahead|early
            <want>|can|could ... automate*|automatic*|sort|route|assign|match|
                price ... automat*|emails|tickets|claims|requests|documents
            """,
        ),
        rule(
            2,
            """
            can|could|would you|we|one|ml|ai ... predict|forecast|classify|detect|estimate|
                learn|automate|help|build|do
            """,
        ),
        rule(
            2,
            """
            <n> rows|records|tickets|images|customers|years|months|sensors|machines|orders|
                claims|samples|shops|stores|sites|products|patients|calls|recordings
            """,
        ),
        rule(
            2,
            """
            so far|today|currently|at_the_moment|right_now|until_now ... by_hand|manual*|excel|
                gut|spreadsheet|experience|guess*|paper|phone
            by hand|manually|gut_feeling|spreadsheet*
            """,
        ),
        rule(
            2,
            """
            how would|do|should|can|could you|we|i|one ... start|begin|go_about|approach|model|
                tackle|solve|build|do
            where|how ... start|begin
            first|next step*
            """,
        ),
        rule(
            2,
            """
            for|from|with ai|ml|machine_learning
            project|idea|use_case|startup|thesis|poc|proof_of_concept|greenfield
            """,
        ),
        rule(
            -6,
            """
            is|are|will|would <n> ... enough|sufficient
            <n> ... enough ... or
            """,
        ),
        rule(
            -4,
            """
            <metric> ... <n>|fell|dropped
            leak*|drift*|threshold*
            <monitoronly>
            live|holdout|ship
            more data
            cnn|lstm|deep_learning|llm|gpt
            """,
        ),
        rule(
            4,
            """
            something|tool|thing|system|model ... that|which tells|says|warns|spots|finds|
                shows|knows|predicts|flags|picks|sorts
            thinking about predicting|forecasting|detecting|classifying
            could something|one ... automatic*|rank|predict|tell
            first working|simple|small pipeline|version|model for
            starting from zero|scratch
            """,
        ),
    ),
    "use_llm_or_deep_learning": (
        rule(
            4,
            """
            <llm>
            <deep> learning|network*|net|nets|model*
            cnn|rnn|lstm|transformer|transformers|tabnet|tabpfn|bert|mlp|resnet*|gnn|yolo*|
                neural|tft|autoencoder*
            """,
        ),
        rule(
            3,
            """
            use|try|ask|plug|throw|switch|go|instead|replace|feed|consider|
                considered ... <llm>|<deep>
            <llm>|<deep> ... for this|that|the|our|us|my
            <llm>|<deep> ... instead|overkill|better|rather|worth|suitable|enough|sense|help|
                outperform|beat|smart|silly
            <llm>|<deep> <trees>|or|vs|versus
            <trees> or|vs|versus|against <llm>|<deep>
            i|we|my|professor|boss|investor|cto|ceo want*|like|likes|love|loves|
                insist* ... <llm>|<deep>
            send ... to ... <llm>
            """,
        ),
        rule(
            2,
            """
            overkill|hype|state_of_the_art|sota
            agent agents fancy
            worth a shot
            """,
        ),
        rule(
            4,
            """
            can|could|should|may <llm> ... label|annotat*|generate|write|extract|read|clean
            """,
        ),
        # Both words stand in questions about something else.
        rule(
            -4,
            """
            annotators|label|labels|labelling|collect|collecting ... or ... <deep>|<llm>
            <deep>|<llm>|half ... or|half|vs ... annotators|collect*|more_data|labels|
                labelling|label
            derive|prove|philosoph*|interview|draft|essay|poem|explain_how ... work
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            "<deep>|<llm>",
            unless="""
            half ... or
            derive
            pay attention|need_attention
            """,
        ),
        rule(
            2,
            """
            pretrained|pre_trained|image_model|big_model|bigger_model|fancy|modern|
                state_of_the_art|sota|agentic|agent|agents|automl|embedding* ... for|instead|or|vs|
                better
            glm|xgb*|lightgbm|trees ... or|vs <deep>|nn
            """,
        ),
        rule(
            4,
            """
            use|want|need|give ... real|proper|true|actual ai
            real|proper|true ai
            not statistics
            fine tun*|tune ... than|better|instead|on
            ai , not
            modern|proper ai
            """,
        ),
    ),
}
