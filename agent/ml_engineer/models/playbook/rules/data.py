"""Rules about data: of unknown source (refused), and to be reviewed."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule, rule

__all__ = ["DATA"]

DATA: Mapping[Intent, tuple[Rule, ...]] = {
    "unknown_provenance": (
        rule(
            7,
            """
            scrap*|crawl*|spider*|harvest*
            no|not|without|missing|unclear|unknown|expired|dubious ... licen*|consent|
                permission|rights|provenance|source|agreement|dpa
            licen*|consent|provenance|origin|rights|copyright ... unknown|unclear|not|nobody|
                no_idea|missing|expired|says|allow*|cover*|grey|only|none
            leaked|stolen|hacked|breach*|darknet|dark_web|telegram|torrent*|pirated|smuggled|
                ripped
            nobody|no_one|none|not ... knows|know|remember*|explain|sure|sure_of|
                tell ... where|who|origin|comes|came|from|it|source|how ... came|comes|from|is|
                made|collected|it
            no idea where|who|how|whose
            can nobody|not explain
            found ... <data>|folder|disk|drive|usb|stick|bucket|dump|archive ... on|in|under|
                online|share|old|github|forum|reddit
            bought|purchased|buy|sells|sold|selling|acquired|broker ... <data>|list|records|
                pings|profiles|transactions|addresses|contacts|from|broker|vendor|agency|guy|<n>
            former|previous|ex|old|last employer|company|job|firm|client ... <data>|list|copy|
                records
            competitor* <data>|prices|customer|list|internal
            gdpr|dsgvo|hipaa|terms_of_service|tos|copyright*|privacy_policy|data_protection
            may|can|could|allowed ... use|train ... without|kaggle|licen*|commercial*|consent|
                patient*|private|personal
            commercial use
            still have|has|keep|kept|got a|the copy
            without ... asking|telling|knowledge|permission|informing|consent
            consent form
            they|vendor|he|she|broker|seller ... say*|claim*|swear* ... anonym*|clean|legal|
                fine|public
            downloaded|grabbed|copied|pulled|lifted|exported ... from|off ... forum|web|
                internet|site|website*|portal|account|google|reddit|facebook|instagram|linkedin|
                twitter|x|youtube|someone|competitor|github|huggingface
            copies|copy|download* all the? ... prices|data|records|profiles|customers
            mystery|mysterious|anonymous|unlabelled ... file|csv|source|donor|usb|hard_drive|
                folder
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
        rule(
            4,
            """
            where ... data|file|dataset|it|these came|comes|from
            perfect for
            keep|use it ?
            linkedin|facebook|instagram|tinder|reddit
            wimp|does_it_matter|who_cares|nobody_will_notice|grey_area|gray_area
            private messages|chats|photos
            """,
        ),
        rule(
            2,
            """
            improves|doubled|boost|huge|great
            can|may|could we|i ... train|use
            kaggle|vendor|broker|dump
            solve
            """,
        ),
        rule(-6, "", "after_answer"),
        rule(
            -5,
            """
            ai ready
            exported from sap|our
            our own ... system|billing|database
            owner is|of
            with|signed ... consent|agreement|licence|contract
            can not|not reproduce
            """,
            unless="not ... consent|licence",
        ),
        rule(
            -4,
            """
            <ship> ... monitor*
            help more than|tuning
            drift|psi
            instead of training anything
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            3,
            """
            licen*|consent*|permission|copyright*|gdpr|anonymi*|pseudonym*|lawful|legally|
                illegal|stolen|leak_site
            """,
        ),
        rule(
            3,
            """
            vendor|broker|agency|freelancer|contractor|stranger|friend|guy|colleague|partner|
                reseller|supplier ... gave|sold|sent|slipped|offers|sells|has ... <data>|corpus|
                list|images|recordings|labels|us|me
            """,
        ),
        rule(
            2,
            """
            found|discovered|stumbled|inherited|lying_around|floating_around|dug_up|came_across
            """,
        ),
        rule(
            3,
            """
            source ... unknown|?|unclear|lost|left|nobody
            unknown|undocumented source|origin|file|column|data
            no|without documentation|readme|docs|owner|contract|paperwork
            documentation|author|owner|creator|student|person ... left|gone|missing|lost|none
            """,
        ),
        rule(
            2,
            """
            use it|that|them|this
            may|can|could|should|shall <we> ... use|train|take|keep|include
            ok|okay|fine|allowed|legal ?|to
            train ... anyway
            """,
        ),
        rule(
            2,
            """
            forum|reddit|web|website*|internet|github|kaggle|wikipedia|youtube|instagram|
                tiktok|facebook|linkedin|share|usb|drive|bucket|torrent|archive|hugging*
            """,
        ),
        rule(
            3,
            """
            employees|patients|customers|users|people|guests|members|students|
                tenants ... never|not ... asked|agreed|consented|informed|know|told
            """,
        ),
        rule(
            -5,
            """
            license* is|are cc|mit|public_domain|open
            under|with ... cc|open|contract|agreement|licence ... source|allows|covers|signed
            abtest
            data card attached
            """,
        ),
        rule(
            5,
            """
            never|not agreed|consented|asked|signed|permitted|told ... to|anything|them|this|
                that
            legal|lawful|allowed to use|train
            private|support|chat chats|messages|conversations|logs ... train*|use
            """,
            unless="we_licensed|do_we_need",
        ),
    ),
    "review_data": (
        rule(
            5,
            """
            profile|review|audit|inspect|examine|sanity_check|eda|describe ... <data>|this|
                these|it
            check|look|go|run|have_a_look|glance|eyeball ... over|at|through|into|in|on|
                quality ... <data>|the|my|our
            data quality|check|review|audit|profil*|cleaning
            quality of ... <data>
            how clean|good|dirty|bad|healthy|trustworthy is|are ... <data>
            is|are ... <data> ... clean|usable|ok|okay|enough|ready|good|complete|sane|
                representative|broken|trustworthy
            what is|are wrong|odd|weird|strange|off|broken ... <data>|these|this|csv
            duplicate*|nulls|missing_values|missings|outliers|nans|blanks|typos|encoding|
                empty_cells|placeholder*
            <n> nulls|missing|empty|blank|zero|zeros|duplicates|nan
            ai ready
            half|most|many|some ... are|is|were empty|missing|null|nan|blank|zero|1900|default
            sometimes in ... sometimes|and
            weird|strange|odd|impossible|negative|future dates|values|ages|timestamps|prices|
                weights|entries
            data dictionary|represent*
            column|columns|field ... has|have|contains|with values|mixed|both|different|weird|
                empty|three|<n>|spellings|formats|units
            what ... you look at|check first
            """,
        ),
        rule(
            3,
            """
            is|are|be|usable|can ... use this|these|it ... at_all|even|still
            can we even use
            entries|values|rows|records|timestamps|units|labels ... wrong|mixed|inconsistent|
                twice|broken|strange|impossible|weird
            represent* ... new|all|old|region|population
            messy|mess|dirty|corrupt*|garbled|sentinel
            sometimes|partly ... kg|cm|pounds|euro*|dollar*|celsius|fahrenheit|miles|usd
            should i|we cry|worry|panic|drop_them|delete
            anything|something|something_is|what ... suspicious|fishy|odd|off|wrong ... in|
                with ... <data>
            first ... dataset|file|table
            before ... trains|train|training|model*|start
            quick|first look|impression|glance
            """,
        ),
        rule(2, "<data>|values|entries"),
        rule(
            2,
            """
            check|report|summary|overview
            problem for ... learning|training|model
            """,
        ),
        rule(
            -5,
            """
            drift*|psi|distribution*
            compare|compared|vs|versus
            scraped|licen*|consent|bought|purchased
            leak*
            <n> more|extra
            shuffle|random_split|k_fold|holdout
            evaluation_report*|model_card
            my|our churn|fraud|price model
            """,
        ),
        # Words that make the topic likely where no telling phrase was found.
        rule(
            2,
            """
            <data>|labels|timestamps|values|entries|photos|images|recordings|addresses|
                readings|annotat*|birthdays|codes|units|rows|ids
            """,
        ),
        rule(
            3,
            """
            duplicate*|nulls|null|nan|missing_values|outlier*|dirty|messy|noisy|mislabel*|
                typos|inconsistent|garbage_in|implausible|parseable|encodings|corrupt*|malformed|
                half_empty|plausib*|completeness|freshness|sanity|constant_column|gaps|unusable|
                cleaned|cleaning
            """,
        ),
        rule(
            2,
            """
            ok|okay|good|usable|fine|clean|enough|trust*|wrong|odd|weird|strange|suspicious|
                complete|broken|problem*|bad|quality|look|check|see|interesting|reliable|sane|
                normal|first_impression|fishy|make_sense|worry|believ*|mess
            """,
        ),
        rule(
            2,
            """
            review|check|look|inspect|profile|scan|audit|go_over|go_through|have_a_look|
                describe|summari*|overview|examine|screen|vet|verify|walk_through
            """,
        ),
        rule(
            2,
            """
            negative|zero|blank|empty|1900|1970|9999|999|future|twice|mixed|swapped|decimal|
                unknown|null|missing|none|default
            """,
        ),
        rule(-4, "<n> ... enough ... or"),
        rule(
            -4,
            """
            <deep>|<llm>
            <shipverb>|live
            model|classifier|<metric>|features_work
            split|shuffle|holdout|threshold*
            leak*|drift*
            licen*|scrap*|consent|source
            more|additional|extra data|labels|years
            at prediction|inference|request time
            explain
            since|dropped
            """,
        ),
        rule(
            4,
            """
            how far|much ... trust ... them|labels|it|data|values|this
            tell me ... in there|in_it|in_this_file
            enough|have_enough rows|records ?
            have enough rows
            what is in there|it|this_file
            typed|entered|keyed|filled in? by|manually|hand
            """,
            unless="<deep>|at prediction",
        ),
        rule(
            -4,
            """
            gives away
            <n> ... are listed
            point me
            """,
        ),
    ),
}
