from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import Imputer, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession, Window, functions as F

spark = SparkSession.builder.appName("churn-snapshots").getOrCreate()
usage = spark.table("telco.daily_usage")          # msisdn, day, minutes, mb, topup
plans = spark.table("telco.plan_history")         # msisdn, valid_from, plan

NUM = ["mb_30", "min_30", "topup_30", "mb_7", "mb_trend", "silent_days"]


def snapshot(day):
    """Features from the 30 days before `day`; churn = no usage at all in the 30 days from `day` on."""
    d = F.lit(day).cast("date")
    before = usage.where((F.col("day") < d) & (F.col("day") >= F.date_sub(d, 30)))
    week = F.col("day") >= F.date_sub(d, 7)
    feats = before.groupBy("msisdn").agg(
        F.sum("mb").alias("mb_30"),
        F.sum("minutes").alias("min_30"),
        F.sum("topup").alias("topup_30"),
        F.sum(F.when(week, F.col("mb")).otherwise(0.0)).alias("mb_7"),
        F.datediff(d, F.max("day")).alias("silent_days"),
    ).withColumn("mb_trend", F.col("mb_7") * 30 / 7 - F.col("mb_30"))
    w = Window.partitionBy("msisdn").orderBy(F.desc("valid_from"))
    plan = (
        plans.where(F.col("valid_from") < d).withColumn("rn", F.row_number().over(w)).where("rn = 1")
        .select("msisdn", "plan")
    )
    after = usage.where((F.col("day") >= d) & (F.col("day") < F.date_add(d, 30))).select("msisdn").distinct()
    return (
        feats.join(plan, "msisdn", "left")
        .join(after.withColumn("alive", F.lit(1)), "msisdn", "left")
        .withColumn("label", F.when(F.col("alive").isNull(), 1.0).otherwise(0.0))
        .fillna({"plan": "unknown"})
    )


def steps(depth, rate):
    filled = [c + "_f" for c in NUM]
    return Pipeline(stages=[
        Imputer(inputCols=NUM, outputCols=filled, strategy="median"),
        StringIndexer(inputCol="plan", outputCol="plan_ix", handleInvalid="keep"),
        VectorAssembler(inputCols=filled + ["plan_ix"], outputCol="features"),
        GBTClassifier(maxDepth=depth, stepSize=rate, maxIter=80, maxBins=64, seed=1),
    ])


auc = BinaryClassificationEvaluator(metricName="areaUnderROC")
pr = BinaryClassificationEvaluator(metricName="areaUnderPR")

snap = snapshot("2023-02-01").unionByName(snapshot("2023-03-01")).cache()
check = snapshot("2023-04-01").cache()
trials = {}
for depth in (3, 5):
    for rate in (0.05, 0.1):
        trials[depth, rate] = auc.evaluate(steps(depth, rate).fit(snap).transform(check))
        print(depth, rate, trials[depth, rate])

depth, rate = max(trials, key=trials.get)
fitted = steps(depth, rate).fit(snap.unionByName(check))
snap = fitted.transform(snapshot("2023-05-01")).cache()
print("May snapshot", auc.evaluate(snap), pr.evaluate(snap))
fitted.write().overwrite().save("s3a://models/churn/2023-05")
spark.stop()
# author: author7
