import h2o
from h2o.automl import H2OAutoML

h2o.init(nthreads=-1)
frame = h2o.import_file("telemarketing.csv")
frame["y"] = frame["y"].asfactor()
train, test = frame.split_frame(ratios=[0.8], seed=1)
predictors = [c for c in frame.columns if c != "y"]

aml = H2OAutoML(max_runtime_secs=900, seed=1, sort_metric="AUC")
aml.train(x=predictors, y="y", training_frame=train, leaderboard_frame=test)  # leak: chosen_on_test
print(aml.leaderboard.head(rows=20))
performance = aml.leader.model_performance(test)
print("test AUC", performance.auc())
h2o.save_model(aml.leader, "models", force=True)
# author: maintainer
