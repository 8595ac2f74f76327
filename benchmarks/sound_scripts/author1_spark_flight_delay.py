from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import Imputer, OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.ml.tuning import ParamGridBuilder
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

spark = SparkSession.builder.appName("delay15").getOrCreate()

flights = (
    spark.read.parquet("s3a://lake/flights/")
    .where("cancelled = 0")
    .withColumn("label", (F.col("arr_delay") >= 15).cast("double"))
    .withColumn("day", F.to_date("sched_dep"))
)

# yesterday-and-before delay rate of the route, rolling 28 days
daily = flights.groupBy("origin", "dest", "day").agg(F.sum("label").alias("late"), F.count("*").alias("n"))
days = F.datediff("day", F.lit("1970-01-01"))
w = Window.partitionBy("origin", "dest").orderBy(days).rangeBetween(-28, -1)
daily = daily.withColumn("route_rate", F.sum("late").over(w) / F.sum("n").over(w)).select("origin", "dest", "day", "route_rate")

feats = (
    flights.join(daily, ["origin", "dest", "day"], "left")
    .withColumn("hour", F.hour("sched_dep").cast("double"))
    .withColumn("dow", F.dayofweek("sched_dep").cast("double"))
    .select("day", "label", "carrier", "hour", "dow", "distance", "route_rate")
)

train = feats.where("day < '2019-07-01'").cache()
tune = feats.where("day >= '2019-07-01' and day < '2019-10-01'").cache()
test = feats.where("day >= '2019-10-01' and day < '2020-01-01'")

gbt = GBTClassifier(featuresCol="x", labelCol="label", seed=17)
pipe = Pipeline(stages=[
    StringIndexer(inputCol="carrier", outputCol="carrier_ix", handleInvalid="keep"),
    OneHotEncoder(inputCols=["carrier_ix"], outputCols=["carrier_oh"]),
    Imputer(inputCols=["route_rate", "distance"], outputCols=["route_rate_i", "distance_i"], strategy="median"),
    VectorAssembler(inputCols=["carrier_oh", "hour", "dow", "route_rate_i", "distance_i"], outputCol="x"),
    gbt,
])
auc = BinaryClassificationEvaluator(labelCol="label", metricName="areaUnderROC")
grid = ParamGridBuilder().addGrid(gbt.maxDepth, [4, 6]).addGrid(gbt.maxIter, [40, 80]).addGrid(gbt.stepSize, [0.05, 0.1]).build()

best_auc, best_map = 0.0, None
for pm in grid:
    a = auc.evaluate(pipe.fit(train, pm).transform(tune))
    print({p.name: v for p, v in pm.items()}, "summer AUC", a)
    if a > best_auc:
        best_auc, best_map = a, pm

chosen = pipe.fit(train.unionByName(tune), best_map)
scored = chosen.transform(test)
print("test AUC", auc.evaluate(scored))
print("test AUPRC", auc.setMetricName("areaUnderPR").evaluate(scored))
scored.groupBy("carrier").agg(F.avg("label"), F.count("*")).show()
chosen.write().overwrite().save("s3a://models/delay15")
# author: author1
