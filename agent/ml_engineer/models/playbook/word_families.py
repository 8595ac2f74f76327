"""Word families: words that the playbook's rules treat alike, in the notation of `phrases`."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FAMILIES"]

FAMILIES: Mapping[str, str] = {
    # Who and what
    "we": "we i one you us",
    "model": "model* classifier* regressor* predictor* forecast* ranker* ranking recommend* score* "
    "scoring detector* estimator* algorithm* prediction* net network* ml ai machine_learning "
    "mashine_learning engine system tool thing bot",
    "artefact": "model* classifier* regressor* predictor* forecaster* ranker* recommender* "
    "detector* estimator* scoring",
    "it": "it this that these them everything all the_thing the_model this_model our_model "
    "my_model the_new_model this_thing",
    "data": "data dataset* datasets table* csv csvs file* export* extract* dump* rows records "
    "columns logs sheet spreadsheet history",
    "column": "column* feature* field* variable* attribute* input* predictor* covariate*",
    "metric": "metric* kpi* auc auroc roc pr_auc accuracy precision recall f1 fscore f_score rmse "
    "mae mape smape wape wmape mse r2 rsquared logloss log_loss brier calibration ndcg map mrr "
    "gini mcc kappa sensitivity specificity lift error hit_rate hitrate performance quality "
    "iou dice bleu wer false_positives false_negatives misses pinball crps",
    "number": "<n> percent points",
    # Going live
    "shipverb": "ship* deploy* release launch* publish rollout roll_out roll_it_out "
    "roll_this_out go_live going_live goes_live go_to_prod* go_into_prod* go_in_prod* put_live "
    "bring_live push_live take_live productioni* productise* productize* activate enable",
    "ship": "<shipverb> releasing released shipped shipping put_it_live put_this_live "
    "put_that_live push_it push_this_to push_to_prod* put_it_into put_it_in_prod* put_it_on "
    "put_into_prod* get_it_live get_it_out have_it_live turn_it_on turn_this_on switch_it_on "
    "switch_on turn_on flip_the_switch bring_it_live bring_it_to put_it_out be_live go_out "
    "run_it_live take_it_live make_it_live send_it_out",
    "live": "live production prod productive the_wild",
    "standin": "dashboards dashboard graphs alerts alert alerting alarms",
    "monitor": "monitor* observability <standin> drift_check* drift_detection drift_alerts "
    "drift_monitor* data_checks telemetry watching_it supervision surveillance",
    "monitoronly": "monitor* moniter* observability drift_check* drift_detection drift_alerts "
    "telemetry surveillance dashboard* alerting alerts",
    "evaluation": "evaluation* evaluat* eval evals holdout hold_out offline_test* "
    "offline_evaluation offline_eval offline_metric* offline_stuff offline_number* test_set "
    "testset test_split testing backtest* back_test* validation validat* cross_validation "
    "crossvalidation benchmark* offline offline_check* offline_phase",
    "skip": "skip* without omit* drop leave_out leaving_out cut_out no_need_for do_not_need "
    "not_need need_no bypass* forget forgo ignore jump_over avoid pass_on spare scrap scratch "
    "get_rid_of cancel remove disable mute minus instead_of",
    "postpone": "later afterwards afterward after_launch after_release after_go_live "
    "after_the_launch after_the_release next_sprint next_quarter next_release next_year next_month "
    "next_week next_phase second_phase phase_two phase_2 v2 version_2 follow_up backlog "
    "another_time one_day someday eventually some_day down_the_road down_the_line postpone* "
    "in_the_new_year follows can_wait can_follow",
    "worthless": "waste* overkill unnecessary not_necessary not_needed not_required useless "
    "pointless optional bureaucra* academic nice_to_have too_expensive too_much boring overrated "
    "superfluous theoretical theory luxury no_budget not_in_the_budget not_in_budget overhead "
    "slows slow_us not_worth red_tape paperwork not_important formality ceremony",
    # Time
    "day": "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri tomorrow "
    "tonight today weekend morning noon evening midnight",
    "month": "january february march april june july august september october november december "
    "jan feb mar apr jun jul aug sept oct nov dec",
    "season": "christmas easter xmas spring summer autumn fall winter q1 q2 q3 q4 new_year "
    "year_end black_friday quarter_end month_end eom eoy eod ramadan diwali thanksgiving holidays "
    "year quarter halloween carnival pentecost",
    "unit": "day* week* month* sprint* quarter* hour* year* minute* fortnight",
    "date": "<day> <month> <season> next_week next_month next_quarter this_week this_month "
    "end_of_week end_of_month end_of_quarter end_of_year end_of_the_week end_of_the_month "
    "end_of_the_quarter end_of_the_year <n>_<unit> a_week a_month a_fortnight release_<n> "
    "deadline the_demo the_launch the_fair the_season the_audit the_conference",
    "by": "by until till before for_next for_this in_time_for",
    # Verbs
    "predict": "predict* forecast* classif* detect* estimate estimating to_score rank segment* "
    "spot flag identify anticipate foresee recogni* tell_which tell_us_which tell_if "
    "tell_whether find_which find_out_which prioriti* categori*",
    "build": "build make create set_up setup develop train fit construct implement come_up_with "
    "get_me give_me cook_up whip_up prototype design",
    "want": "want* need* would_like would_love looking_to looking_for hope_to wish plan_to "
    "planning_to trying_to try_to have_to must intend* like_to aim_to love_to",
    "reach": "reach* hit hits achieve* get_to get_above get_over get_past break exceed* cross "
    "be_at be_above be_over arrive_at arrive climb* surpass* beat overtake come_to improve* "
    "go_above attain bring_it_to get_us_to down_to up_to get_below go_below be_below be_under",
    "drop": "drop* fall fallen fell falls falling decrease* declin* degrad* worse worsen* "
    "deteriorat* collaps* tanked tanks tanking decay* rot rots rotted slipped slipping sinks sank "
    "sunk sunken plung* crashed halved went_south nosedive* broke off_by stopped_working "
    "no_longer_work* dip dips dipped slid sliding suffers suffered shrank shrunk lost is_down "
    "are_down went_down goes_down going_down gone_down is_broken acting_up playing_up",
    "bad": "garbage nonsense random terrible useless rubbish broken unreliable weird crazy bad off "
    "wrong noise awful horrible strange nuts poor lower",
    "dateof": "<date> the_<date> <n>_<unit> a_<unit> one_<unit> next_<unit> this_<unit> "
    "the_end the_<unit> end_of the_new_year the_start then",
    "explain": "explain* describe phrase word say put tell translate present summari* sell justify "
    "communicate break_it_down reword rephrase rewrite clarify show convey defend",
    # Methods
    "llm": "llm llms gpt* chatgpt claude gemini llama* mistral language_model* language_modell "
    "foundation_model* generative genai gen_ai rag copilot openai anthropic embeddings embedding "
    "prompt prompting fine_tun* finetun* zero_shot few_shot",
    "deep": "deep neural transformer* cnn* rnn* lstm* gru gnn* mlp nn tabnet tabpfn resnet* bert "
    "distilbert autoencoder* convnet* unet vit yolo* tft nbeats n_beats diffusion "
    "tabtransformer attention graph_network* tabular_transformer",
    "trees": "xgboost lightgbm catboost gradient_boosting boosted boosting random_forest trees "
    "logistic linear_regression logreg regression",
    "simple": "simple simpler simplest dumb naive trivial plain stupid basic silly mean average "
    "median constant last_value seasonal_naive majority heuristic rule rules rule_of_thumb "
    "moving_average logistic decision_tree if_then if_statement excel gut gut_feeling last_year "
    "last_week yesterday coin_flip guessing guess linear",
    # Audience
    "person": "boss manager ceo cfo coo cto vp director board chief management leadership "
    "executives execs exec stakeholders stakeholder customers customer clients client lawyer "
    "lawyers compliance legal regulator auditor auditors colleague colleagues mum mom dad "
    "grandma grandmother wife husband nurse nurses doctor doctors farmers farmer sales marketing "
    "finance operations ops investors investor journalist journalists press team teacher teachers "
    "students student kids kid child children people non_technical nontechnical layman laymen "
    "laypeople layperson plumber drivers driver workers union council committee patients patient "
    "pm product_manager product_owner product users user public shareholders support operator "
    "operators technicians technician underwriters underwriter everyone outsiders minister mayor "
    "pilots engineers developers devs cook chef politicians",
    # Statistics
    "cut": "threshold* cutoff* cut_off* cut_point* cutpoint* decision_boundary operating_point "
    "cut_line the_bar",
    "miss": "miss misses missed missing_one false_negative* fn overlooked undetected overlooking",
    "alarm": "false_alarm* false_positive* fp false_alert* needless unnecessary wrongly "
    "false_warning* wrong_alarm* unneeded",
}
