import argparse
from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier, LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import Imputer, OneHotEncoder, StandardScaler, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession, Window, functions as F

DAY = 86400


def windows(tx):
    sec = F.col("ts").cast("long")
    past = lambda days: Window.partitionBy("account").orderBy(sec).rangeBetween(-days * DAY, -1)
    return (tx
            .withColumn("n_1d", F.count("*").over(past(1)))
            .withColumn("n_30d", F.count("*").over(past(30)))
            .withColumn("avg_30d", F.avg("amount").over(past(30)))
            .withColumn("max_30d", F.max("amount").over(past(30)))
            .withColumn("devices_30d", F.size(F.collect_set("device").over(past(30))))
            .withColumn("vs_avg", F.col("amount") / (F.col("avg_30d") + 1)))


NUM = ["amount", "n_1d", "n_30d", "avg_30d", "max_30d", "devices_30d", "vs_avg"]
CAT = ["channel", "country"]


def stages(clf):
    filled = [c + "_i" for c in NUM]
    return Pipeline(stages=[
        Imputer(strategy="median", inputCols=NUM, outputCols=filled),
        StringIndexer(inputCols=CAT, outputCols=[c + "_x" for c in CAT], handleInvalid="keep"),
        OneHotEncoder(inputCols=[c + "_x" for c in CAT], outputCols=[c + "_o" for c in CAT]),
        VectorAssembler(inputCols=filled + [c + "_o" for c in CAT], outputCol="raw"),
        StandardScaler(inputCol="raw", outputCol="features"),
        clf,
    ])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("table"); ap.add_argument("out")
    a = ap.parse_args()
    spark = SparkSession.builder.appName("fraud-days").getOrCreate()
    tx = windows(spark.table(a.table)).withColumn("label", F.col("confirmed_fraud").cast("double"))

    # confirmation takes up to six weeks
    jan_may = tx.where("ts < '2023-06-01'").cache()
    aug = tx.where("ts >= '2023-07-15' and ts < '2023-08-15'").cache()
    oct_ = tx.where("ts >= '2023-10-01' and ts < '2023-11-01'")

    # keep all frauds and 2% of the rest, for fitting only
    fit_rows = jan_may.sampleBy("label", {0.0: 0.02, 1.0: 1.0}, seed=11)
    ev = BinaryClassificationEvaluator(metricName="areaUnderPR")
    board = []
    for clf in [LogisticRegression(regParam=r, maxIter=100) for r in (1e-4, 1e-2)] + \
               [GBTClassifier(maxDepth=d, maxIter=80, seed=1) for d in (4, 6)]:
        model = stages(clf).fit(fit_rows)
        board.append((ev.evaluate(model.transform(aug)), type(clf).__name__, model))
        print("aug", board[-1][1], round(board[-1][0], 4))
    _, name, model = max(board, key=lambda b: b[0])

    scored = model.transform(oct_).cache()
    print("oct", name, "AUPR", ev.evaluate(scored), "AUROC", ev.evaluate(scored, {ev.metricName: "areaUnderROC"}))
    model.write().overwrite().save(a.out)


if __name__ == "__main__":
    main()
# author: author9
