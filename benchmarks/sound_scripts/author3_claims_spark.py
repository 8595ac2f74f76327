from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import Imputer, OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.appName("claims-siu").getOrCreate()

claims = (
    spark.read.table("motor.claims_closed")
    .where("report_date between '2018-01-01' and '2021-12-31'")
    .withColumn("days_to_report", F.datediff("report_date", "loss_date"))
    .withColumn("night", (F.hour("loss_ts").between(0, 5)).cast("int"))
    .withColumn("label", F.col("siu_confirmed").cast("double"))
    # a policyholder may file many claims, so buckets go by policyholder
    .withColumn("bucket", F.pmod(F.xxhash64("policyholder_id"), F.lit(25)).cast("int"))
)

train = claims.where("bucket < 20").withColumn("fold", (F.col("bucket") % 5).cast("int")).cache()
test = claims.where("bucket >= 20").cache()

num = ["days_to_report", "night", "claimed_amount", "vehicle_age", "driver_age", "policy_age_days"]
cat = ["region", "loss_type", "garage_type"]

gbt = GBTClassifier(featuresCol="features", labelCol="label", stepSize=0.05, subsamplingRate=0.8, seed=99)
stages = [
    Imputer(inputCols=num, outputCols=[c + "_i" for c in num], strategy="median"),
    StringIndexer(inputCols=cat, outputCols=[c + "_x" for c in cat], handleInvalid="keep"),
    OneHotEncoder(inputCols=[c + "_x" for c in cat], outputCols=[c + "_o" for c in cat]),
    VectorAssembler(inputCols=[c + "_i" for c in num] + [c + "_o" for c in cat], outputCol="features"),
    gbt,
]
grid = ParamGridBuilder().addGrid(gbt.maxDepth, [3, 5]).addGrid(gbt.maxIter, [60, 120]).build()
ap = BinaryClassificationEvaluator(metricName="areaUnderPR")

cv = CrossValidator(
    estimator=Pipeline(stages=stages),
    estimatorParamMaps=grid,
    evaluator=ap,
    numFolds=5,
    foldCol="fold",
    parallelism=4,
)
fitted = cv.fit(train)
for params, score in zip(grid, fitted.avgMetrics):
    print({k.name: v for k, v in params.items()}, round(score, 4))

scored = fitted.transform(test)
print("test PR-AUC ", ap.evaluate(scored))
print("test ROC-AUC", ap.setMetricName("areaUnderROC").evaluate(scored))
scored.groupBy("region").agg(F.avg("label"), F.count("*")).orderBy("region").show()

fitted.bestModel.write().overwrite().save("dbfs:/models/siu/2024-01")
# author: author3
